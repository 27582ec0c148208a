"""What a race showed, as Markdown: one table of readers, one of media types where they differ."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from benchmarks.corpus import Corpus
from benchmarks.page import MB
from benchmarks.reading_race import Lane, Outcome

OURS = ("tocsin", "walled")


def report(corpus: Corpus, lanes: Sequence[Lane]) -> str:
    """Both tables under the corpus's title."""
    head = f"### {corpus.title}: {len(corpus.samples):,} files, {corpus.size / MB:.0f} MB"
    return "\n".join([head, "", *readers(corpus, lanes), "", *by_media_type(corpus, lanes)])


def readers(corpus: Corpus, lanes: Sequence[Lane]) -> Iterator[str]:
    """A row a reader: what it read, how fast, in how much memory."""
    common = _read_by_all(lanes)
    yield (
        "| reader | with text | without | errors | hangs | crashes | letters and digits |"
        f" files/s | MB/s | files/s, the {len(common):,} all read | CPU s | peak PSS (RSS), MB |"
    )
    yield "|---|" + "---:|" * 11
    for lane in lanes:
        seconds = sum(lane.results[number].seconds for number in common)
        counts = " | ".join(f"{lane.count(outcome):,}" for outcome in Outcome)
        letters = sum(result.letters for result in lane.results)
        yield (
            f"| {lane.engine.title} | {counts} | {letters:,}"
            f" | {len(lane.results) / lane.seconds:,.1f} | {corpus.size / MB / lane.seconds:,.1f}"
            f" | {len(common) / seconds if common else 0:,.1f}"
            f" | {lane.cpu:,.1f} | {lane.peak.pss / MB:,.0f} ({lane.peak.rss / MB:,.0f}) |"
        )


def _read_by_all(lanes: Sequence[Lane]) -> list[int]:
    """Files in which every reader found text: only there do their rates measure the same work."""
    files = range(min(len(lane.results) for lane in lanes))
    return [number for number in files if all(_has_text(lane, number) for lane in lanes)]


def by_media_type(corpus: Corpus, lanes: Sequence[Lane]) -> Iterator[str]:
    """A row a media type on which the readers differ: files with text in each, what we miss."""
    files = _files_by_media(corpus)
    names = [lane.engine.key for lane in lanes]
    yield f"| media type | files | {' | '.join(names)} | ours alone | we miss | why |"
    yield "|---|---:|" + "---:|" * (len(names) + 2) + "---|"
    same: Counter[str] = Counter()
    for media, numbers in sorted(files.items(), key=lambda item: (-len(item[1]), item[0])):
        read = [sum(_has_text(lane, n) for n in numbers) for lane in lanes]
        missed = [n for n in numbers if _missed(lanes, n)]
        if len(set(read)) == 1 and not missed:
            same["types"] += 1
            same["files"] += len(numbers)
            same["read"] += read[0]
            continue
        alone = sum(_ours_alone(lanes, n) for n in numbers)
        cells = " | ".join(map(str, read))
        yield (
            f"| {media} | {len(numbers)} | {cells} | {alone} | {len(missed)}"
            f" | {_why(lanes, missed)} |"
        )
    each = " | ".join([str(same["read"])] * len(names))
    yield f"| {same['types']} other types | {same['files']} | {each} | 0 | 0 | |"


def _files_by_media(corpus: Corpus) -> dict[str, list[int]]:
    files: dict[str, list[int]] = defaultdict(list)
    for number, sample in enumerate(corpus.samples):
        files[sample.media].append(number)
    return files


def _has_text(lane: Lane, number: int) -> bool:
    return lane.results[number].outcome is Outcome.TEXT


def _ours_alone(lanes: Sequence[Lane], number: int) -> bool:
    read = {lane.engine.key for lane in lanes if _has_text(lane, number)}
    return bool(read) and read <= set(OURS) and len(lanes) > len(read)


def _missed(lanes: Sequence[Lane], number: int) -> bool:
    """Whether a peer found text where one of ours found none."""
    ours = [_has_text(lane, number) for lane in lanes if lane.engine.key in OURS]
    peers = [_has_text(lane, number) for lane in lanes if lane.engine.key not in OURS]
    return any(peers) and not all(ours)


def _why(lanes: Sequence[Lane], missed: Sequence[int]) -> str:
    """Our own reasons for the files that we miss, with how many have each."""
    ours = [lane for lane in lanes if lane.engine.key in OURS][-1:]
    reasons = Counter(
        lane.results[n].reason or str(lane.results[n].outcome) for lane in ours for n in missed
    )
    return ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
