using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Selectors;

/// <summary>Conditions on labels that must all hold. Immutable; matching allocates nothing.</summary>
public sealed class LabelQuery
{
    private readonly LabelRequirement[] _requirements;

    private LabelQuery(LabelRequirement[] requirements) => _requirements = requirements;

    /// <summary>Matches whatever the labels are.</summary>
    public static LabelQuery Everything { get; } = new([]);

    /// <summary>Matches no labels: what a missing <see cref="LabelSelector"/> selects.</summary>
    public static LabelQuery Nothing { get; } = new([new LabelRequirement("", LabelOperator.In, [])]);

    public IReadOnlyList<LabelRequirement> Requirements => _requirements;

    public bool IsEverything => _requirements.Length == 0;

    /// <summary>Reads the form of URLs and of <c>kubectl -l</c>: <c>app=web,tier in (a,b),!canary</c>.</summary>
    /// <exception cref="StatusException">400: the text is no selector.</exception>
    public static LabelQuery Parse(string text) => text.Length == 0 ? Everything : Of(new LabelQueryParser(text).Parse());

    /// <summary>The query of a selector in an object; null selects nothing, an empty one everything.</summary>
    /// <exception cref="StatusException">400: an operator, key or value is invalid.</exception>
    public static LabelQuery From(LabelSelector? selector)
    {
        if (selector is null) return Nothing;
        var requirements = selector.MatchLabels.Select(static p => Equal(p.Key, p.Value));
        return Of([.. requirements, .. selector.MatchExpressions.Select(From)]);
    }

    /// <summary>The query of a plain map, as Services and ReplicationControllers have it; an empty one selects everything.</summary>
    public static LabelQuery From(IReadOnlyDictionary<string, string> labels) => Of([.. labels.Select(static p => Equal(p.Key, p.Value))]);

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in _requirements)
            if (!requirement.Matches(labels)) return false;
        return true;
    }

    /// <summary>The canonical form: requirements in the order of their keys.</summary>
    public override string ToString() => string.Join(',', _requirements.Select(static r => r.ToString()));

    private static LabelRequirement Equal(string key, string value) => new(key, LabelOperator.In, [value], isEquality: true);

    private static LabelRequirement From(LabelSelectorRequirement expression)
    {
        LabelOperator @operator = expression.Operator switch
        {
            LabelSelectorOperator.In => LabelOperator.In,
            LabelSelectorOperator.NotIn => LabelOperator.NotIn,
            LabelSelectorOperator.Exists => LabelOperator.Exists,
            LabelSelectorOperator.DoesNotExist => LabelOperator.DoesNotExist,
            var unknown => throw Failures.BadRequest($"\"{unknown}\" is not a valid label selector operator"),
        };
        var requirement = new LabelRequirement(expression.Key, @operator, [.. expression.Values]);
        return LabelSyntax.Check(requirement) is { } error ? throw Failures.BadRequest(error) : requirement;
    }

    private static LabelQuery Of(IReadOnlyList<LabelRequirement> requirements) =>
        requirements.Count == 0 ? Everything : new([.. requirements.OrderBy(static r => r.Key, StringComparer.Ordinal)]);
}
