using System.Text;

namespace Orleans.Kube.NodeAgent.Variables;

/// <summary>Replaces <c>$(NAME)</c> by the variable's value. Unknown names stay as they are; <c>$$</c> is a dollar sign.</summary>
public static class Expansion
{
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables) => ExpandAll(text, variables).Text;

    /// <summary>The text, and the names that no variable has.</summary>
    public static (string Text, IReadOnlyList<string> Missing) ExpandAll(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return (text, []);
        var (result, missing) = (new StringBuilder(text.Length), new List<string>());
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            var close = text[i] == '(' ? text.IndexOf(')', i) : -1;
            if (text[i] == '$') result.Append('$');
            else if (close < 0) result.Append('$').Append(text[i]);
            else
            {
                var name = text[(i + 1)..close];
                var isKnown = variables.TryGetValue(name, out var value);
                if (!isKnown) missing.Add(name);
                result.Append(isKnown ? value : $"$({name})");
                i = close;
            }
        }

        return (result.ToString(), missing);
    }
}
