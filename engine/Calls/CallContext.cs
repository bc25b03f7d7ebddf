using System.Collections.Immutable;

namespace Orleans.Kube.Engine;

/// <summary>What travels with a call: named values and the chain it may re-enter. Immutable, so a call carries only a reference.</summary>
internal sealed record CallContext(ImmutableDictionary<string, object> Values, Guid ReentrancyId)
{
    public static readonly CallContext Empty = new(ImmutableDictionary<string, object>.Empty, Guid.Empty);

    public bool IsEmpty => Values.IsEmpty && ReentrancyId == Guid.Empty;
}
