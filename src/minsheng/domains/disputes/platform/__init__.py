"""The platform of the governance centre: matters, referrals, supervision orders and circulars."""
