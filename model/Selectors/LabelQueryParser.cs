using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Model.Selectors;

/// <summary>Reads the text form of a label query, token by token; errors are Kubernetes' own.</summary>
internal sealed class LabelQueryParser(string text)
{
    private const int LongestShown = 1024;
    private static readonly string[] Operators = ["in", "notin", "=", "==", "!=", "gt", "lt"];

    private int _at;

    public List<LabelRequirement> Parse()
    {
        var requirements = new List<LabelRequirement>();
        while (true)
        {
            var first = Peek();
            if (first.Length == 0) return requirements;
            if (!IsWord(first) && first != "!") throw Bad($"found '{first}', expected: !, identifier, or 'end of string'");
            requirements.Add(Requirement());
            var separator = Next();
            if (separator.Length == 0) return requirements;
            if (separator != ",") throw Bad($"found '{separator}', expected: ',' or 'end of string'");
            if (!IsWord(Peek()) && Peek() != "!") throw Bad($"found '{Peek()}', expected: identifier after ','");
        }
    }

    private LabelRequirement Requirement()
    {
        var token = Next();
        if (token == "!") return Checked(new(Key(Next()), LabelOperator.DoesNotExist, []));
        var key = Key(token);
        if (Peek() is "" or ",") return Checked(new(key, LabelOperator.Exists, []));
        var @operator = Next();
        return @operator switch
        {
            "in" => Checked(new(key, LabelOperator.In, Set())),
            "notin" => Checked(new(key, LabelOperator.NotIn, Set())),
            "=" or "==" => Checked(new(key, LabelOperator.In, [Value()], isEquality: true)),
            "!=" => Checked(new(key, LabelOperator.NotIn, [Value()], isEquality: true)),
            ">" => Checked(new(key, LabelOperator.GreaterThan, [Value()])),
            "<" => Checked(new(key, LabelOperator.LessThan, [Value()])),
            _ => throw Refuse($"found '{@operator}', expected: {string.Join(", ", Operators)}"),
        };
    }

    private string Key(string token) => IsWord(token) ? token : throw Refuse($"found '{token}', expected: identifier");

    private string Value()
    {
        if (Peek() is "" or ",") return "";
        var token = Next();
        return IsWord(token) ? token : throw Refuse($"found '{token}', expected: identifier");
    }

    private string[] Set()
    {
        var open = Next();
        if (open != "(") throw Refuse($"found '{open}' expected: '('");
        var values = new SortedSet<string>(StringComparer.Ordinal);
        if (Peek() == ")")
        {
            Next();
            return [""];
        }

        while (true)
        {
            values.Add(Peek() is "," or ")" ? "" : SetValue());
            var separator = Next();
            if (separator == ")") return [.. values];
            if (separator != ",") throw Refuse($"found '{separator}', expected: ',' or ')'");
        }
    }

    private string SetValue()
    {
        var token = Next();
        return IsWord(token) ? token : throw Refuse($"found '{token}', expected: ',', ')' or identifier");
    }

    private string Peek()
    {
        var at = _at;
        var token = Next();
        _at = at;
        return token;
    }

    /// <summary>The next word or sign; empty at the end.</summary>
    private string Next()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\r' or '\n') _at++;
        if (_at == text.Length) return "";
        var start = _at;
        if (IsSign(text[_at]))
        {
            _at++;
            if (_at < text.Length && text[_at] == '=' && text[start] is '=' or '!') _at++;
        }
        else
        {
            while (_at < text.Length && !IsSign(text[_at]) && text[_at] is not (' ' or '\t' or '\r' or '\n')) _at++;
        }

        return text[start.._at];
    }

    private static bool IsSign(char character) => character is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private static bool IsWord(string token) => token.Length > 0 && !IsSign(token[0]);

    private static LabelRequirement Checked(LabelRequirement requirement) =>
        LabelSyntax.Check(requirement, "<nil>") is { } error ? throw Refuse(error) : requirement;

    private static StatusException Refuse(string why) => Bad($"unable to parse requirement: {why}");

    private static StatusException Bad(string why) => Failures.BadRequest(why.Length > LongestShown ? why[..LongestShown] : why);
}
