"""Where does a database lie that the settings name?"""

from pathlib import Path

from handrail.kernel.errors import StorageUnavailable

SQLITE = "sqlite:///"


def database_in(project: Path, url: str) -> str:
    """Return the database's address with a path that does not depend on the current folder."""
    if not url.startswith(SQLITE):
        return url
    path = project / url.removeprefix(SQLITE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageUnavailable(
            f"The database's folder {path.parent} cannot be made: {error.strerror}.",
            hint="Make the project's folder writable, or set storage.database.",
        ) from error
    return f"{SQLITE}{path.resolve()}"
