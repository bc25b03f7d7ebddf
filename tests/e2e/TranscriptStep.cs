using System.Text.RegularExpressions;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>One command of a transcript and the lines that it prints.</summary>
/// <param name="Repeats">Whether it may be run again until it prints them.</param>
internal sealed partial record TranscriptStep(string Command, IReadOnlyList<string> Expected, bool Repeats)
{
    private const string AnyLines = "...";

    /// <summary>Whether the command printed what is expected; runs of blanks count as one and empty lines are not compared.</summary>
    public bool Matches(Outcome outcome, bool old)
    {
        var expected = Expected.Select(Squeeze).Where(line => line.Length > 0 && !line.StartsWith(old ? "(new)" : "(old)", StringComparison.Ordinal))
            .Select(line => line.StartsWith('(') && line.Length > 5 && line[4] == ')' ? line[5..].TrimStart() : line).ToList();
        var exit = 0;
        if (expected is [.., var last] && ExitCode().Match(last) is { Success: true } code)
        {
            exit = int.Parse(code.Groups[1].ValueSpan);
            expected.RemoveAt(expected.Count - 1);
        }

        var printed = (outcome.Output + "\n" + outcome.Error).Split('\n').Select(Squeeze).Where(static line => line.Length > 0 && !Remark().IsMatch(line)).ToList();
        return outcome.ExitCode == exit && Matches(expected, printed, 0, 0);
    }

    private static bool Matches(List<string> expected, List<string> printed, int e, int p)
    {
        for (; e < expected.Count; e++, p++)
        {
            if (expected[e] == AnyLines) return Enumerable.Range(p, printed.Count - p + 1).Any(next => Matches(expected, printed, e + 1, next));
            if (p == printed.Count || !MatchesLine(expected[e], printed[p])) return false;
        }

        return p == printed.Count;
    }

    private static bool MatchesLine(string pattern, string line) =>
        Regex.IsMatch(line, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$");

    private static string Squeeze(string line) => Blanks().Replace(Colours().Replace(line, ""), " ").Trim();

    /// <summary>What kubectl sometimes logs when a stream's first message is there before it has made the stream. It asks for that message and loses nothing.</summary>
    [GeneratedRegex(@"websocket\.go:\d+\] Unknown stream id \d+, discarding message$")]
    private static partial Regex Remark();

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colours();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^\[(\d+)\]$")]
    private static partial Regex ExitCode();
}
