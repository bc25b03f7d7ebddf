using System.Collections.Concurrent;
using System.Text;
using Orleans.Kube.Model.Expressions.Evaluation;
using Orleans.Kube.Model.Expressions.Library;
using Orleans.Kube.Model.Expressions.Syntax;

namespace Orleans.Kube.Model.Expressions;

/// <summary>An expression of the Common Expression Language, ready to be evaluated. Safe for use from any thread.</summary>
public sealed class CelExpression
{
    private const int MostKept = 4096;

    /// <summary>How long a message may be (k8s.io/apiserver/pkg/apis/cel, MaxEvaluatedMessageExpressionSizeBytes).</summary>
    private const int LongestMessage = 5 * 1024;

    private static readonly ConcurrentDictionary<string, CelExpression> Known = new(StringComparer.Ordinal);

    private readonly Node? _root;

    private CelExpression(string text)
    {
        var errors = new List<SourceError>();
        _root = Parser.Parse(text, errors);
        if (_root is null) SyntaxError = SourceError.Show(text, errors);
    }

    /// <summary>What keeps the text from being an expression, or null.</summary>
    public string? SyntaxError { get; }

    public static CelExpression Of(string text)
    {
        if (Known.TryGetValue(text, out var known)) return known;
        if (Known.Count > MostKept) Known.Clear();
        return Known.GetOrAdd(text, static t => new CelExpression(t));
    }

    /// <summary>Whether the expression speaks of a variable.</summary>
    public bool Mentions(string variable) => _root is not null && Parts.All(_root).Any(n => n is NameNode name && name.Name == variable);

    /// <summary>The value for these variables: null, bool, long, ulong, double, string, bytes, a time, a list, a map, or something only functions look into.</summary>
    /// <param name="variables">The variables by name.</param>
    /// <param name="budget">What pays for it; by default its own.</param>
    /// <exception cref="CelFailure">The expression has none, or costs too much.</exception>
    public object? Evaluate(IReadOnlyDictionary<string, object?> variables, CelBudget? budget = null)
    {
        if (_root is null) throw new CelFailure(SyntaxError!);
        var value = new Evaluator(FunctionTable.Standard, variables, budget ?? new CelBudget()).Evaluate(_root);
        return value is CelError error ? throw new CelFailure(error.Message) : value;
    }

    /// <summary>The value of a condition.</summary>
    /// <exception cref="CelFailure">It has none, or one that is not true or false.</exception>
    public bool Holds(IReadOnlyDictionary<string, object?> variables, CelBudget? budget = null) =>
        Evaluate(variables, budget) is bool holds ? holds : throw new CelFailure("the expression must evaluate to bool");

    /// <summary>The text that a message expression gives, or null where it gives none that fits in a line.</summary>
    /// <param name="expression">The expression; empty for none.</param>
    /// <param name="variables">What it may speak of.</param>
    /// <param name="budget">What pays for it; by default its own.</param>
    /// <exception cref="CelFailure">The budget is used up.</exception>
    public static string? Message(string expression, IReadOnlyDictionary<string, object?> variables, CelBudget? budget = null)
    {
        if (expression.Length == 0) return null;
        try
        {
            return MessageOf(Of(expression).Evaluate(variables, budget));
        }
        catch (CelFailure failure) when (budget is null || !failure.EndsAll)
        {
            return null;
        }
    }

    /// <summary>The message that the value of a message expression is, or null where it is none that fits in a line.</summary>
    internal static string? MessageOf(object? value)
    {
        if (value is not string text) return null;
        var line = text.Trim();
        return line.Length == 0 || line.Contains('\n') || Encoding.UTF8.GetByteCount(line) > LongestMessage ? null : line;
    }
}
