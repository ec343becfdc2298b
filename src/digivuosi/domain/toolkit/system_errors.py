"""Why a file could not be read or written, in words for people; the system itself says it in English only."""

from __future__ import annotations

import errno

from digivuosi.domain.texts import Text

NO_PLACE = Text.of(fi="ei ole olemassa", sv="finns inte", en="does not exist")
NO_RIGHT = Text.of(fi="ei ole oikeutta", sv="rättighet saknas", en="no permission")
NO_FOLDER = Text.of(fi="ei ole kansio", sv="är inte en mapp", en="is not a folder")
FULL = Text.of(fi="tila loppui", sv="utrymmet tog slut", en="there is no room left")
WORDS = {
    errno.ENOENT: NO_PLACE,
    errno.EACCES: NO_RIGHT,
    errno.EPERM: NO_RIGHT,
    errno.EROFS: NO_RIGHT,
    errno.EISDIR: Text.of(fi="on kansio", sv="är en mapp", en="is a folder"),
    errno.ENOTDIR: NO_FOLDER,
    errno.EEXIST: Text.of(fi="on jo olemassa", sv="finns redan", en="is there already"),
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.ENAMETOOLONG: Text.of(fi="nimi on liian pitkä", sv="namnet är för långt", en="the name is too long"),
}


def in_words(error: OSError) -> Text | str:
    """Return the reason; of a rare one what the system says of it."""
    return WORDS.get(error.errno or 0) or error.strerror or type(error).__name__
