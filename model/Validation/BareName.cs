namespace Orleans.Kube.Model.Validation;

/// <summary>A wrong value that messages show without quotes, as Kubernetes shows names of resources.</summary>
public readonly record struct BareName(string Text)
{
    /// <summary>An amount that Kubernetes shows with all that it is made of.</summary>
    public static BareName Of(Quantity amount) => new(GoSyntax.Of(amount));

    /// <summary>A list whose items have a type of their own in Kubernetes, such as <c>core.IPFamily</c>.</summary>
    public static BareName ListOf(string type, IReadOnlyList<string> values) =>
        new($"[]{type}{(values.Count == 0 ? "(nil)" : $"{{{string.Join(", ", values.Select(GoText.Quote))}}}")}");
}
