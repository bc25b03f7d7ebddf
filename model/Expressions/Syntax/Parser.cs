using System.Collections.Frozen;
using System.Collections.Immutable;
using Orleans.Kube.Model.Expressions.Library;

namespace Orleans.Kube.Model.Expressions.Syntax;

/// <summary>Reads an expression by the grammar of the language (github.com/google/cel-spec), optional fields and items included.</summary>
internal sealed class Parser
{
    private const int DeepestNesting = 200;
    private const string Operands = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

    private static readonly FrozenSet<string> Reserved = new[]
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly List<Token> _tokens;
    private readonly List<SourceError> _errors;
    private int _next;
    private int _depth;

    private Parser(List<Token> tokens, List<SourceError> errors) => (_tokens, _errors) = (tokens, errors);

    private Token Current => _tokens[_next];

    /// <summary>The expression, or null when <paramref name="errors"/> say why there is none.</summary>
    public static Node? Parse(string text, List<SourceError> errors)
    {
        var parser = new Parser(new Lexer(text, errors).Read(), errors);
        try
        {
            var node = parser.Expression();
            if (parser.Current.Kind != TokenKind.End) parser.Fail(parser.Current, $"Syntax error: extraneous input '{parser.Current.Shown}' expecting <EOF>");
            return errors.Count == 0 ? node : null;
        }
        catch (SyntaxException)
        {
            return null;
        }
    }

    private Node Expression()
    {
        if (++_depth > DeepestNesting) throw Fatal(Current, $"expression recursion limit exceeded: {DeepestNesting}");
        var condition = Chain("||", Operators.Or, () => Chain("&&", Operators.And, Relation));
        if (Current.Is("?"))
        {
            var at = Take().At;
            var then = Chain("||", Operators.Or, () => Chain("&&", Operators.And, Relation));
            Expect(":");
            condition = new CallNode(at, Operators.Conditional, null, [condition, then, Expression()]);
        }

        _depth--;
        return condition;
    }

    private Node Chain(string symbol, string function, Func<Node> operand)
    {
        var left = operand();
        while (Current.Is(symbol))
        {
            var at = Take().At;
            left = new CallNode(at, function, null, [left, operand()]);
        }

        return left;
    }

    private Node Relation() => Binary(Sum, static t => t switch
    {
        { Kind: TokenKind.Name, Text: "in" } => Operators.In,
        { Kind: TokenKind.Symbol } => t.Text switch
        {
            "==" => Operators.Equal,
            "!=" => Operators.Unequal,
            "<" => Operators.Less,
            "<=" => Operators.LessOrEqual,
            ">" => Operators.Greater,
            ">=" => Operators.GreaterOrEqual,
            _ => null,
        },
        _ => null,
    });

    private Node Sum() => Binary(Product, static t => t.Is("+") ? Operators.Add : t.Is("-") ? Operators.Subtract : null);

    private Node Product() => Binary(Unary, static t => t.Is("*") ? Operators.Multiply : t.Is("/") ? Operators.Divide : t.Is("%") ? Operators.Modulo : null);

    private Node Binary(Func<Node> operand, Func<Token, string?> operation)
    {
        var left = operand();
        while (operation(Current) is { } function)
        {
            var at = Take().At;
            left = new CallNode(at, function, null, [left, operand()]);
        }

        return left;
    }

    private Node Unary()
    {
        if (!Current.Is("!") && !Current.Is("-")) return Member(Primary());
        var sign = Current;
        var count = 0;
        while (Current.Is(sign.Text))
        {
            Take();
            count++;
        }

        if (sign.Is("-") && count == 1 && Current.Kind is TokenKind.Int or TokenKind.Double) return Member(Negative(sign.At));
        var operand = Member(Primary());
        return count % 2 == 0 ? operand : new CallNode(sign.At, sign.Is("!") ? Operators.Not : Operators.Negate, null, [operand]);
    }

    private LiteralNode Negative(int at)
    {
        var token = Take();
        if (token.Kind == TokenKind.Double) return new LiteralNode(at, -(double)token.Value!);
        var value = (ulong)token.Value!;
        if (value > (ulong)long.MaxValue + 1) Fail(token, "invalid int literal");
        return new LiteralNode(at, unchecked(-(long)value));
    }

    private Node Member(Node operand)
    {
        while (true)
        {
            if (Current.Is(".")) operand = Dotted(operand);
            else if (Current.Is("[")) operand = Indexed(operand);
            else return operand;
        }
    }

    private Node Dotted(Node operand)
    {
        var dot = Take();
        var optional = Current.Is("?");
        if (optional) Take();
        var name = Current;
        if (name.Kind != TokenKind.Name || name.Text is "in" or "true" or "false" or "null") throw Fatal(name, $"Syntax error: no viable alternative at input '.{(name.Kind == TokenKind.End ? "" : name.Text)}'");
        Take();
        if (optional) return new CallNode(dot.At, Operators.OptionalSelect, null, [operand, new LiteralNode(name.At, name.Text)]);
        if (!Current.Is("("))
        {
            var select = new SelectNode(dot.At, operand, name.Text);
            return Macros.NameOf(select) is { } qualified && Conversions.TypeNamed(qualified) is not null ? new NameNode(dot.At, qualified) : select;
        }

        var open = Take();
        return Macros.Expand(open.At, name.Text, operand, Arguments(")"), _errors);
    }

    private CallNode Indexed(Node operand)
    {
        var open = Take();
        var optional = Current.Is("?");
        if (optional) Take();
        var index = Expression();
        Expect("]");
        return new CallNode(open.At, optional ? Operators.OptionalIndex : Operators.Index, null, [operand, index]);
    }

    private Node Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Int:
                Take();
                if ((ulong)token.Value! > long.MaxValue) Fail(token, "invalid int literal");
                return new LiteralNode(token.At, unchecked((long)(ulong)token.Value!));
            case TokenKind.Uint or TokenKind.Double or TokenKind.String or TokenKind.Bytes:
                Take();
                return new LiteralNode(token.At, token.Value);
            case TokenKind.Name when token.Text != "in":
                return Named();
            case TokenKind.Symbol when token.Text == "(":
                Take();
                var inner = Expression();
                Expect(")");
                return inner;
            case TokenKind.Symbol when token.Text == "[":
                return List();
            case TokenKind.Symbol when token.Text == "{":
                return Map();
            case TokenKind.Symbol when token.Text == "." && _tokens[_next + 1].Kind == TokenKind.Name:
                Take();
                return Named();
            default:
                throw Fatal(token, $"Syntax error: mismatched input '{token.Shown}' expecting {Operands}");
        }
    }

    private Node Named()
    {
        var name = Take();
        switch (name.Text)
        {
            case "true": return new LiteralNode(name.At, true);
            case "false": return new LiteralNode(name.At, false);
            case "null": return new LiteralNode(name.At, null);
        }

        if (Reserved.Contains(name.Text)) Fail(name, $"reserved identifier: {name.Text}");
        if (!Current.Is("(")) return new NameNode(name.At, name.Text);
        var open = Take();
        return Macros.Expand(open.At, name.Text, null, Arguments(")"), _errors);
    }

    private List<Node> Arguments(string close)
    {
        var arguments = new List<Node>();
        if (!Current.Is(close))
        {
            do arguments.Add(Expression());
            while (TakeIf(","));
        }

        Expect(close);
        return arguments;
    }

    private ListNode List()
    {
        var open = Take();
        var items = new List<Node>();
        var optional = ImmutableHashSet.CreateBuilder<int>();
        while (!Current.Is("]"))
        {
            if (TakeIf("?")) optional.Add(items.Count);
            items.Add(Expression());
            if (!TakeIf(",")) break;
        }

        Expect("]");
        return new ListNode(open.At, items, optional.ToImmutable());
    }

    private MapNode Map()
    {
        var open = Take();
        var entries = new List<MapEntry>();
        while (!Current.Is("}"))
        {
            var optional = TakeIf("?");
            var key = Expression();
            Expect(":");
            entries.Add(new MapEntry(key, Expression(), optional));
            if (!TakeIf(",")) break;
        }

        Expect("}");
        return new MapNode(open.At, entries);
    }

    private Token Take() => Current.Kind == TokenKind.End ? Current : _tokens[_next++];

    private bool TakeIf(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        Take();
        return true;
    }

    private void Expect(string symbol)
    {
        if (!TakeIf(symbol)) throw Fatal(Current, $"Syntax error: missing '{symbol}' at '{Current.Shown}'");
    }

    private void Fail(Token token, string message) => _errors.Add(new SourceError(token.At, message));

    private SyntaxException Fatal(Token token, string message)
    {
        Fail(token, message);
        return new SyntaxException();
    }

    /// <summary>Ends the reading where nothing sensible can follow.</summary>
    private sealed class SyntaxException : Exception;
}
