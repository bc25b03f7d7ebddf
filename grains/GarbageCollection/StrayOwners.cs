using Orleans.Kube.Controllers;
using Orleans.Kube.Model;

namespace Orleans.Kube.Grains;

/// <summary>Tells of references to owners that cannot be where they are looked for.</summary>
internal static class StrayOwners
{
    private const string Component = "garbage-collector-controller";

    /// <param name="dependent">The object that names the owner.</param>
    /// <param name="owner">The owner's uid.</param>
    public static void Report(EventRecorder events, ApiObject dependent, string owner)
    {
        var reference = dependent.Header.OwnerReferences.First(r => r.Uid == owner);
        var seenFrom = dependent.Key.Namespace;
        events.Record(dependent, PlannedEvent.Warning("OwnerRefInvalidNamespace",
            $"ownerRef [{reference.ApiVersion}/{reference.Kind}, namespace: {seenFrom}, name: {reference.Name}, uid: {reference.Uid}] does not exist in namespace \"{seenFrom}\""), Component);
    }
}
