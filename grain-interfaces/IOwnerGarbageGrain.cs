using Orleans.Concurrency;
using Orleans.Kube.Model;

namespace Orleans.Kube.GrainInterfaces;

/// <summary>
/// Collects the dependents of one owner: deletes or orphans them when it goes, and lets it go when they are gone.
/// Its key is an <see cref="OwnerKey"/>. It keeps no state: everything it needs is in the view.
/// </summary>
public interface IOwnerGarbageGrain : IGrainWithStringKey
{
    /// <summary>The owner or one of its dependents has changed, up to this revision. Wakes coalesce.</summary>
    [OneWay, AlwaysInterleave]
    Task WakeAsync(long revision);

    /// <summary>One collection as a turn of its own. The grain sends it to itself when it is woken.</summary>
    [OneWay]
    Task CollectAsync();
}

/// <summary>One life of an owner: its place and its uid, written <c>uid@resource/path</c>.</summary>
public readonly record struct OwnerKey(ObjectKey Object, string Uid)
{
    public static OwnerKey Parse(string text)
    {
        var at = text.IndexOf('@');
        return new OwnerKey(GrainKeys.Parse(GrainKeys.PlainGrainType, text[(at + 1)..]), text[..at]);
    }

    public override string ToString() => $"{Uid}@{Object}";
}
