"""Ways in which mails leave; all of them behave alike, which one is a setting."""

from diversity_platform.mail.posts.post import Post, post_of

__all__ = ["Post", "post_of"]
