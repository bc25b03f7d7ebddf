using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers;

/// <summary>Marks that keep an object until whoever set them is done.</summary>
public static class Finalizers
{
    /// <summary>The metadata with a finalizer; the same when it has it.</summary>
    public static ObjectMeta WithFinalizer(this ObjectMeta metadata, string finalizer) =>
        metadata.Finalizers.Contains(finalizer) ? metadata : metadata with { Finalizers = [.. metadata.Finalizers, finalizer] };

    /// <summary>The metadata without a finalizer.</summary>
    public static ObjectMeta WithoutFinalizer(this ObjectMeta metadata, string finalizer) =>
        metadata with { Finalizers = [.. metadata.Finalizers.Where(f => f != finalizer)] };
}
