"""The bibliography, for readers and as BibTeX."""

from training.card.facts import Reference

OTHERS = "others"


def cited(reference: Reference) -> str:
    """One line for a reader."""
    names = [
        "et al." if name == OTHERS else name.replace(",", "").strip("{}")
        for name in reference.authors
    ]
    doi = f" doi:{reference.doi}" if reference.doi else ""
    return (
        f"{', '.join(names)}{'' if names[-1].endswith('.') else '.'} {reference.title}. "
        f"{reference.where} ({reference.year}).{doi}"
    )


def bibtex(reference: Reference) -> str:
    """One entry, as the CHAI Applied Model Card wants its bibliography."""
    place = {"article": "journal", "inproceedings": "booktitle"}
    fields = {
        "author": " and ".join(reference.authors),
        "title": f"{{{reference.title}}}",
        place.get(reference.kind, "howpublished"): reference.where,
        "year": str(reference.year),
        "doi": reference.doi,
    }
    body = ",\n".join(
        f"  {name} = {{{value}}}" for name, value in fields.items() if value
    )
    return f"@{reference.kind}{{{reference.key},\n{body}\n}}"
