"""Where the rules come from: the five source articles, by file and place, and public papers."""

from __future__ import annotations

from typing import NamedTuple


class Source(NamedTuple):
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
MEDPROMPT = arxiv("Nori et al. 2023, prompted generalist against tuned specialist", "2311.16452")
RAFT = arxiv("Zhang et al. 2024, RAFT", "2403.10131")
GUIDED = arxiv("Willard and Louf 2023, guided generation", "2307.09702")
DISTILLING = arxiv("Hsieh et al. 2023, distilling step by step", "2305.02301")
MEMORIZING = arxiv("Carlini et al. 2020, extracting training data", "2012.07805")
UNLEARNING = arxiv("Bourtoule et al. 2019, machine unlearning", "1912.03817")
ERASURE = Source(
    "GDPR, article 17, right to erasure", url="https://eur-lex.europa.eu/eli/reg/2016/679/oj"
)
LONG_CONTEXT = arxiv("Li et al. 2024, retrieval or long context", "2407.16833")
TEXT_TO_SQL = arxiv("Yu et al. 2018, Spider, questions to SQL", "1809.08887")
TOOLS = arxiv("Schick et al. 2023, Toolformer", "2302.04761")
IRRELEVANT = arxiv("Shi et al. 2023, distracted by irrelevant context", "2302.00093")
TECHNICAL_DEBT = Source(
    "Sculley et al. 2015, hidden technical debt in machine learning",
    url="https://papers.nips.cc/paper/5656-hidden-technical-debt-in-machine-learning-systems",
)
OPENAI_TUNING = Source(
    "OpenAI, deprecations: self-serve fine-tuning ends on 6 January 2027",
    url="https://platform.openai.com/docs/deprecations",
)
COHERE_TUNING = Source(
    "Cohere, fine-tuning was deprecated on 15 September 2025",
    url="https://docs.cohere.com/docs/fine-tuning",
)
CACHING = Source(
    "Anthropic, prompt caching: a cached prefix is read at a tenth of the price",
    url="https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching",
)
