using Orleans.Concurrency;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.GrainInterfaces;

/// <summary>
/// Keeps the objects that name owners of a kind which is not served here: the kind may be defined yet, or another API server has it. Its key is a
/// <see cref="KindKey"/>. It lives as long as there are such objects.
/// </summary>
public interface IAwaitedKindGrain : IGrainWithStringKey
{
    /// <summary>An object names an owner of the kind, or the kind may be served by now. Wakes coalesce.</summary>
    /// <param name="dependent">The object (<see cref="GrainKeys.Plain"/>), empty for none.</param>
    /// <param name="revision">The revision up to which there is something to look at.</param>
    [OneWay, AlwaysInterleave]
    Task WakeAsync(string dependent, long revision);

    /// <summary>One look as a turn of its own. The grain sends it to itself when it is woken.</summary>
    [OneWay]
    Task LookAsync();
}

/// <summary>A kind in a version, written <c>example.com/v1/Widget</c>.</summary>
public readonly record struct KindKey(string ApiVersion, string Kind)
{
    public static KindKey Of(OwnerReference owner) => new(owner.ApiVersion, owner.Kind);

    public static KindKey Parse(string text) => text.LastIndexOf('/') is var slash ? new(text[..slash], text[(slash + 1)..]) : default;

    public override string ToString() => $"{ApiVersion}/{Kind}";
}
