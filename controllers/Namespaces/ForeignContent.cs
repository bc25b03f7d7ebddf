namespace Orleans.Kube.Controllers.Namespaces;

/// <summary>What other API servers, those that APIServices name, have said of a namespace that goes.</summary>
/// <param name="Undiscovered">The groups and versions, as in <c>metrics.k8s.io/v1beta1</c>, whose kinds cannot be known.</param>
/// <param name="Remaining">The objects that they still have in it.</param>
/// <param name="Failures">Why some of their kinds cannot be emptied, one for each.</param>
public sealed record ForeignContent(IReadOnlyList<string> Undiscovered, IReadOnlyList<NamespaceItem> Remaining, IReadOnlyList<string> Failures)
{
    /// <summary>They have nothing, or there are none.</summary>
    public static readonly ForeignContent None = new([], [], []);

    /// <summary>Whether it is certain that they have nothing.</summary>
    public bool IsGone => Undiscovered.Count == 0 && Remaining.Count == 0 && Failures.Count == 0;
}
