"""Who does things in tests."""

from __future__ import annotations

from diversity_platform.audit.actors import Actor, ActorKind

SOMEBODY = Actor(ActorKind.COMMAND, "somebody")
