"""A simulated year of disputes: mediations, petitions, matters of the platform, orders and titles, told as stories."""
