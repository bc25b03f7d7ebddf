using System.Globalization;

namespace Orleans.Kube.Benchmarks;

/// <summary>What a benchmark gets: its arguments, and a table of results beside the peers' figures.</summary>
public sealed class BenchmarkContext(IReadOnlyList<string> arguments, TextWriter output)
{
    private readonly List<BenchmarkRow> _rows = [];

    /// <summary>What follows the benchmark's name on the command line.</summary>
    public IReadOnlyList<string> Arguments { get; } = arguments;

    /// <summary>Whether the short form was asked for with <c>--quick</c>: the same work, less of it.</summary>
    public bool IsQuick => Arguments.Contains("--quick");

    /// <summary>The rows reported so far.</summary>
    public IReadOnlyList<BenchmarkRow> Rows => _rows;

    /// <summary>Adds a row: what was done, what we measured, what a peer does, and what issue or plan asks for.</summary>
    public void Report(string work, string ours, string peer = "", string goal = "") => _rows.Add(new(work, ours, peer, goal));

    /// <summary>A count per second, grouped by thousands.</summary>
    public static string PerSecond(double count, TimeSpan elapsed) =>
        (count / elapsed.TotalSeconds).ToString("N0", CultureInfo.InvariantCulture) + "/s";

    /// <summary>Prints the rows as a Markdown table.</summary>
    public void Print()
    {
        string[][] cells = [["work", "Orleans.Kube", "peer", "goal"], .. _rows.Select(row => new[] { row.Work, row.Ours, row.Peer, row.Goal })];
        int[] widths = [.. Enumerable.Range(0, 4).Select(column => cells.Max(line => line[column].Length))];
        for (var i = 0; i < cells.Length; i++)
        {
            output.WriteLine("| " + string.Join(" | ", cells[i].Select((cell, column) => cell.PadRight(widths[column]))) + " |");
            if (i == 0)
            {
                output.WriteLine("| " + string.Join(" | ", widths.Select(width => new string('-', width))) + " |");
            }
        }
    }
}
