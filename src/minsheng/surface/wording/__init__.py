"""What a person reads when something is refused: one sentence for each code, in Chinese and in English."""

from minsheng.surface.wording.saying import field_name, say

__all__ = ["field_name", "say"]
