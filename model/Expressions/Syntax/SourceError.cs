using System.Globalization;

namespace Orleans.Kube.Model.Expressions.Syntax;

/// <summary>What is wrong at a place of an expression.</summary>
internal sealed record SourceError(int At, string Message)
{
    /// <summary>All errors with the lines they stand in, in the form in which Kubernetes shows them (github.com/google/cel-go/common).</summary>
    public static string Show(string text, IEnumerable<SourceError> errors) => string.Join('\n', errors.OrderBy(static e => e.At).Select(e => e.Show(text)));

    private string Show(string text)
    {
        var start = At == 0 ? 0 : text.LastIndexOf('\n', Math.Min(At, text.Length) - 1) + 1;
        var end = text.IndexOf('\n', start);
        var line = text[start..(end < 0 ? text.Length : end)];
        var column = At - start;
        var number = text.AsSpan(0, start).Count('\n') + 1;
        var pointer = string.Concat(line.Take(column).Select(static c => c < 128 ? '.' : '．')) + "^";
        return string.Create(CultureInfo.InvariantCulture, $"ERROR: <input>:{number}:{column + 1}: {Message}\n | {line.Replace('\t', ' ')}\n | {pointer}");
    }
}
