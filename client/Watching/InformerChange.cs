using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.Client;

/// <summary>How an informer learned of a change.</summary>
public enum ChangeOrigin
{
    /// <summary>It was there when the informer first listed.</summary>
    Listed,

    /// <summary>The watch told it, in order.</summary>
    Watched,

    /// <summary>The watch had lost its place; a new list showed it. What lay between is unknown.</summary>
    Missed,
}

/// <summary>A change of an informer's store: <see cref="Current"/> is null for a deletion, <see cref="Previous"/> for an addition.</summary>
public sealed record InformerChange<TObject>(ChangeKind Kind, TObject? Current, TObject? Previous, ChangeOrigin Origin) where TObject : KubeObject
{
    /// <summary>The object as far as it is known: its state now, or its last before the deletion.</summary>
    public TObject Object => Current ?? Previous!;
}
