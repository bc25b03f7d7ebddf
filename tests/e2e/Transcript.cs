using System.Text;

namespace Orleans.Kube.EndToEnd.Tests;

/// <summary>
/// A file of commands and what they print. <c>$ command</c> runs once, <c>~ command</c> until it prints what is expected, <c>&gt; more</c>
/// continues either. The lines below are the output: <c>*</c> stands for anything in a line, <c>...</c> for any lines, <c>[1]</c> at the
/// end for the exit code; a line may belong to <c>(old)</c> or <c>(new)</c> clients alone.
/// </summary>
internal sealed record Transcript(string Name, IReadOnlyList<TranscriptStep> Steps)
{
    private static readonly string Folder = Checkout.PathOf("tests/e2e/Transcripts");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.txt").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!;

    public static Transcript Read(string name)
    {
        var steps = new List<TranscriptStep>();
        var command = new StringBuilder();
        var expected = new List<string>();
        var repeats = false;
        foreach (var line in File.ReadLines(Path.Combine(Folder, $"{name}.txt")))
        {
            if (line.StartsWith("> ", StringComparison.Ordinal)) command.Append('\n').Append(line, 2, line.Length - 2);
            else if (line.StartsWith("## ", StringComparison.Ordinal)) continue;
            else if (line.StartsWith("$ ", StringComparison.Ordinal) || line.StartsWith("~ ", StringComparison.Ordinal))
            {
                End();
                repeats = line[0] == '~';
                command.Append(line, 2, line.Length - 2);
            }
            else
            {
                expected.Add(line);
            }
        }

        End();
        return new Transcript(name, steps);

        void End()
        {
            if (command.Length > 0) steps.Add(new TranscriptStep(command.ToString(), [.. expected], repeats));
            command.Clear();
            expected.Clear();
        }
    }
}
