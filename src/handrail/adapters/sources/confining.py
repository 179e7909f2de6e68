"""What a process that reads files of strangers may take."""

import resource

MOST_OUTPUT = 20_000_000
_MEMORY = 1_500_000_000
_MOST_FILES = 64


def confine(cpu_seconds: int) -> None:
    """Limit this process for good."""
    limits = (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, MOST_OUTPUT),
        (resource.RLIMIT_NOFILE, _MOST_FILES),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (allowed, allowed))
        except (ValueError, OSError):  # macOS knows no limit on address space
            continue
