"""Where the rules come from: the five source articles, by file and place, and public papers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """An article (`name` is its file, `place` the passage) or a publication with an address."""

    name: str
    place: str = ""
    url: str = ""

    def __str__(self) -> str:
        """Return the short form that a reason ends with."""
        if self.place:
            return f"article {self.name[:3]}, {self.place}"
        return self.name


ARTICLES = {
    "000": "000_0bd022b175220de9.txt",
    "001": "001_86abc307cca3b457.txt",
    "002": "002_cef81cc6bb37c5d4.txt",
    "003": "003_2b71b9f0f3871940.txt",
    "004": "004_a1f80c08f9802fb6.txt",
}


def article(number: str, place: str) -> Source:
    """Cite a passage of one of the five source articles."""
    return Source(ARTICLES[number], place)


def arxiv(name: str, number: str) -> Source:
    """Cite a paper on arXiv."""
    return Source(f"{name}, arXiv {number}", url=f"https://arxiv.org/abs/{number}")


RAG_PAPER = arxiv("Lewis et al. 2020, retrieval-augmented generation", "2005.11401")
KNOWLEDGE_INJECTION = arxiv("Ovadia et al. 2023, fine-tuning or retrieval", "2312.05934")
NEW_KNOWLEDGE = arxiv("Gekhman et al. 2024, fine-tuning on new knowledge", "2405.05904")
CITATIONS = arxiv("Gao et al. 2023, text with citations", "2305.14627")
LOST_IN_THE_MIDDLE = arxiv("Liu et al. 2023, lost in the middle", "2307.03172")
WHOLE_CORPUS = Source(
    "Anthropic 2024, contextual retrieval",
    url="https://www.anthropic.com/news/contextual-retrieval",
)
FEW_SHOT = arxiv("Brown et al. 2020, few-shot learners", "2005.14165")
LORA = arxiv("Hu et al. 2021, LoRA", "2106.09685")
FEW_GOOD_EXAMPLES = arxiv("Zhou et al. 2023, LIMA", "2305.11206")
RAFT = arxiv("Zhang et al. 2024, RAFT", "2403.10131")
GUIDED = arxiv("Willard and Louf 2023, guided generation", "2307.09702")
DISTILLING = arxiv("Hsieh et al. 2023, distilling step by step", "2305.02301")
