using Orleans.Kube.Engine;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Ids and keys of grains and of references to them.</summary>
public static class GrainExtensions
{
    /// <summary>The same grain, seen through another interface of its class; from a grain itself, a reference to it.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) =>
        (TGrainInterface)AsReference(grain, typeof(TGrainInterface));

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static object AsReference(this IAddressable grain, Type interfaceType) => grain switch
    {
        GrainReference reference => reference.For(interfaceType),
        IGrainBase { GrainContext: Activation activation } => activation.Reference().For(interfaceType),
        _ => throw NotAGrain(grain),
    };

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    /// <inheritdoc cref="AsReference{TGrainInterface}(IAddressable)"/>
    public static object Cast(this IAddressable grain, Type interfaceType) => grain.AsReference(interfaceType);

    /// <summary>The id of a grain or of the grain a reference is to.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase known => known.GrainContext.GrainId,
        _ => throw NotAGrain(grain),
    };

    /// <summary>The key of a grain that is named by a string.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>The key of a grain that is named by a <see cref="Guid"/>.</summary>
    public static Guid GetPrimaryKey(this IAddressable grain) => grain.GetPrimaryKey(out _);

    /// <inheritdoc cref="GetPrimaryKey(IAddressable)"/>
    public static Guid GetPrimaryKey(this IAddressable grain, out string? keyExt) => GrainKey.ToGuid(grain.GetGrainId().Key.ToString(), out keyExt);

    /// <summary>The key of a grain that is named by an integer.</summary>
    public static long GetPrimaryKeyLong(this IAddressable grain) => grain.GetPrimaryKeyLong(out _);

    /// <inheritdoc cref="GetPrimaryKeyLong(IAddressable)"/>
    public static long GetPrimaryKeyLong(this IAddressable grain, out string? keyExt) =>
        GrainKey.ToInt64(grain.GetGrainId().Key.ToString(), out keyExt);

    private static ArgumentException NotAGrain(IAddressable? grain) =>
        new($"{grain?.GetType().Name ?? "null"} is neither a grain nor a reference to one.", nameof(grain));
}
