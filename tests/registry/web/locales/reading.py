"""How hard a text is to read: Flesch-Kincaid for English, Fernández-Huerta for Spanish (docs/accessibility.md)."""

import re
from itertools import chain

import pyphen

ENGLISH = pyphen.Pyphen(lang="en_US")
# A strong or accented vowel with the weak ones beside it, or weak ones alone; "qu" and "gu" before e and i are silent.
SPANISH = re.compile(r"(?:[iu](?=[aeoáéó]))?[aeoáéó](?:[iuy](?![aeoáéóíú]))?|[íú]|[iuü]+|y\b")
PLACEHOLDERS = {"en": "two", "es": "dos"}


def sentences(text, language):
    """The sentences of a message, each as its words; what is filled in later counts as one short word."""
    plain = re.sub(r"%\(\w+\)[sd]|\{\w*\}", PLACEHOLDERS[language], re.sub(r"<[^>]+>", "", text))
    parts = (
        re.findall(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*|\d+", part) for part in re.split(r"[.!?:;]+(?:\s|$)", plain)
    )
    return [words for words in parts if words]


def syllables(word, language):
    """How many syllables a word has.

    English: the parts between possible hyphens, or the groups of vowels but for a silent e, whichever are more; both
    overlook some. Spanish: its vowels say it.
    """
    if language == "en":
        parts = len(ENGLISH.positions(word.lower())) + 1
        return max(parts, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^l])e$|(?<=[^td])ed$", "", word.lower()))))
    return max(1, len(SPANISH.findall(re.sub(r"(?<=q)u|(?<=g)u(?=[eiéí])", "", word.lower()))))


def measured(messages, language):
    """Words for each sentence and syllables for each word, over all messages."""
    found = list(chain.from_iterable(sentences(message, language) for message in messages))
    words = list(chain.from_iterable(found))
    return len(words) / len(found), sum(syllables(word, language) for word in words) / len(words)


def flesch_kincaid(messages):
    """The U.S. school grade that a text asks for: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    words, parts = measured(messages, "en")
    return 0.39 * words + 11.8 * parts - 15.59


def fernandez_huerta(messages):
    """How easy a Spanish text is, from 0 to 100: 206.84 - 60 syllables a word - 1.02 words a sentence."""
    words, parts = measured(messages, "es")
    return 206.84 - 60 * parts - 1.02 * words
