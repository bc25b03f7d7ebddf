using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orleans.Kube.Model.ApiExtensions;

/// <summary>
/// A path into an object, in the part of kubectl's JSONPath that printer columns use: <c>.spec.replicas</c>, <c>['a.b']</c>, <c>[0]</c>, <c>[*]</c>,
/// <c>.status.conditions[?(@.type=="Ready")].status</c>.
/// </summary>
public sealed class JsonPath
{
    private readonly IReadOnlyList<Step> _steps;

    private JsonPath(IReadOnlyList<Step> steps) => _steps = steps;

    private enum StepKind
    {
        Field,
        Index,
        All,
        Filter,
    }

    /// <summary>The path that a text describes, or null when it describes none.</summary>
    public static JsonPath? Parse(string text)
    {
        var steps = new List<Step>();
        var at = text.StartsWith('$') ? 1 : 0;
        if (at == text.Length) return null;
        while (at < text.Length)
        {
            if (text[at] == '.')
            {
                if (ReadName(text, ref at) is not { Length: > 0 } name) return null;
                steps.Add(name == "*" ? new Step(StepKind.All) : new Step(StepKind.Field, name));
            }
            else if (text[at] != '[' || ReadBrackets(text, ref at) is not { } inner || ParseBrackets(inner) is not { } step)
            {
                return null;
            }
            else
            {
                steps.Add(step);
            }
        }

        return new JsonPath(steps);
    }

    /// <summary>All values that the path leads to.</summary>
    public IEnumerable<JsonElement> Find(JsonElement root)
    {
        IEnumerable<JsonElement> found = [root];
        foreach (var step in _steps) found = found.SelectMany(step.Take);
        return found;
    }

    private static string ReadName(string text, ref int at)
    {
        var name = new StringBuilder();
        for (at++; at < text.Length && text[at] is not ('.' or '['); at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length) at++;
            name.Append(text[at]);
        }

        return name.ToString();
    }

    private static string? ReadBrackets(string text, ref int at)
    {
        var start = ++at;
        var quote = '\0';
        for (; at < text.Length; at++)
        {
            if (quote != '\0') quote = text[at] == quote ? '\0' : quote;
            else if (text[at] is '\'' or '"') quote = text[at];
            else if (text[at] == ']') return text[start..at++];
        }

        return null;
    }

    private static Step? ParseBrackets(string inner)
    {
        inner = inner.Trim();
        if (inner == "*") return new Step(StepKind.All);
        if (int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)) return new Step(StepKind.Index, Index: index);
        if (Quoted(inner) is { } name) return new Step(StepKind.Field, name);
        if (!inner.StartsWith("?(", StringComparison.Ordinal) || !inner.EndsWith(')')) return null;
        var condition = inner[2..^1].Trim();
        foreach (var comparison in (string[])["==", "!="])
        {
            var split = condition.IndexOf(comparison, StringComparison.Ordinal);
            if (split < 0 || !condition.StartsWith('@') || Parse(condition[1..split].Trim()) is not { } path) continue;
            var wanted = condition[(split + comparison.Length)..].Trim();
            return new Step(StepKind.Filter, Quoted(wanted) ?? wanted, Path: path, Negated: comparison == "!=");
        }

        return condition.StartsWith('@') && !condition.Contains(' ') && Parse(condition[1..]) is { } there ? new Step(StepKind.Filter, Path: there, IfThere: true) : null;
    }

    private static string? Quoted(string text) => text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0] ? text[1..^1] : null;

    private sealed record Step(StepKind Kind, string Name = "", int Index = 0, JsonPath? Path = null, bool Negated = false, bool IfThere = false)
    {
        public IEnumerable<JsonElement> Take(JsonElement value) => Kind switch
        {
            StepKind.Field => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(Name, out var field) ? [field] : [],
            StepKind.Index => value.ValueKind == JsonValueKind.Array && At(value.GetArrayLength()) is >= 0 and var i && i < value.GetArrayLength() ? [value[i]] : [],
            StepKind.All => Children(value),
            _ => Children(value).Where(Matches),
        };

        private static IEnumerable<JsonElement> Children(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray(),
            JsonValueKind.Object => value.EnumerateObject().Select(static p => p.Value),
            _ => [],
        };

        private int At(int length) => Index < 0 ? length + Index : Index;

        private bool Matches(JsonElement item)
        {
            var found = Path!.Find(item).ToList();
            return found.Count > 0 && (IfThere || (found[0].ToString() == Name) != Negated);
        }
    }
}
