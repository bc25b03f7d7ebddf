using System.Collections.Concurrent;
using Cel;

namespace Orleans.Kube.Grains.Expressions;

/// <summary>An expression of the Common Expression Language, compiled once. Safe for use from any thread.</summary>
public sealed class CelExpression
{
    private const int MostKept = 4096;
    private static readonly ConcurrentDictionary<string, CelExpression> Known = new(StringComparer.Ordinal);
    private static readonly Lock Compiling = new();
    private static readonly Lazy<CelEnvironment> Environment = new(CelLibrary.Create);

    private readonly CelProgramDelegate? _program;

    private CelExpression(string text)
    {
        Text = text;
        try
        {
            lock (Compiling) _program = Environment.Value.Compile(text);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            SyntaxError = failure.Message;
        }

        if (SyntaxError is null && CelLibrary.UnknownFunction(text) is { } unknown) SyntaxError = $"undeclared reference to '{unknown}'";
    }

    public string Text { get; }

    /// <summary>What keeps the text from being an expression, or null.</summary>
    public string? SyntaxError { get; }

    public static CelExpression Of(string text)
    {
        if (Known.TryGetValue(text, out var known)) return known;
        if (Known.Count > MostKept) Known.Clear();
        return Known.GetOrAdd(text, static t => new CelExpression(t));
    }

    /// <summary>Whether the expression speaks of a variable.</summary>
    public bool Mentions(string variable)
    {
        for (var at = Text.IndexOf(variable, StringComparison.Ordinal); at >= 0; at = Text.IndexOf(variable, at + 1, StringComparison.Ordinal))
        {
            var end = at + variable.Length;
            if ((at == 0 || (!IsPart(Text[at - 1]) && Text[at - 1] != '.')) && (end == Text.Length || !IsPart(Text[end]))) return true;
        }

        return false;
    }

    /// <summary>The value for these variables: null, bool, long, double, string, a list or a map.</summary>
    /// <exception cref="CelFailure">The expression has none.</exception>
    public object? Evaluate(IDictionary<string, object?> variables)
    {
        if (_program is null) throw new CelFailure(SyntaxError!);
        try
        {
            return _program(variables);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new CelFailure(failure.Message, failure);
        }
    }

    /// <summary>The text that a message expression gives, or null where it gives none that fits in a line.</summary>
    public static string? Message(string expression, IDictionary<string, object?> variables)
    {
        if (expression.Length == 0) return null;
        try
        {
            return Of(expression).Evaluate(variables) is string { Length: > 0 } text && !text.Contains('\n') ? text.Trim() : null;
        }
        catch (CelFailure)
        {
            return null;
        }
    }

    /// <summary>The value of a condition.</summary>
    /// <exception cref="CelFailure">It has none, or one that is not true or false.</exception>
    public bool Holds(IDictionary<string, object?> variables) =>
        Evaluate(variables) is bool holds ? holds : throw new CelFailure("the expression must evaluate to bool");

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}

/// <summary>Why an expression has no value.</summary>
public sealed class CelFailure(string message, Exception? inner = null) : Exception(message, inner);
