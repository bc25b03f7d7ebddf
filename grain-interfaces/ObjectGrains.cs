using System.Collections.Frozen;
using Orleans.Kube.Model;
using Orleans.Runtime;

namespace Orleans.Kube.GrainInterfaces;

/// <summary>Finds the grain that writes an object.</summary>
public static class ObjectGrains
{
    private static readonly GrainType Plain = GrainType.Create(GrainKeys.PlainGrainType);

    // A line per kind with a grain of its own; every other resource is served by IPlainObjectGrain.
    private static readonly FrozenDictionary<GroupResource, GrainType> Writing = Types(new GroupResource("", "pods"));

    private static readonly FrozenDictionary<GroupResource, GrainType> Reconciling = Types(
        new GroupResource("", "services"),
        new GroupResource("", "nodes"),
        new GroupResource("", "namespaces"),
        new GroupResource("", "serviceaccounts"),
        new GroupResource("", "replicationcontrollers"),
        new GroupResource("", "persistentvolumes"),
        new GroupResource("", "persistentvolumeclaims"),
        new GroupResource("", "resourcequotas"),
        new GroupResource("apps", "replicasets"),
        new GroupResource("apps", "deployments"),
        new GroupResource("apps", "daemonsets"),
        new GroupResource("apps", "statefulsets"),
        new GroupResource("batch", "jobs"),
        new GroupResource("batch", "cronjobs"),
        new GroupResource("autoscaling", "horizontalpodautoscalers"),
        new GroupResource("policy", "poddisruptionbudgets"),
        new GroupResource("certificates.k8s.io", "certificatesigningrequests"),
        new GroupResource("admissionregistration.k8s.io", "validatingadmissionpolicies"),
        new GroupResource("apiextensions.k8s.io", "customresourcedefinitions"),
        new GroupResource("apiregistration.k8s.io", "apiservices"),
        new GroupResource("flowcontrol.apiserver.k8s.io", "flowschemas"),
        new GroupResource("networking.k8s.io", "servicecidrs"),
        new GroupResource("rbac.authorization.k8s.io", "clusterroles"));

    /// <summary>The resources whose objects are <see cref="IReconcilingGrain"/>s.</summary>
    public static IReadOnlyCollection<GroupResource> ReconcilingResources => Reconciling.Keys;

    /// <summary>Whether the objects of a resource are <see cref="IReconcilingGrain"/>s.</summary>
    public static bool Reconciles(GroupResource resource) => Reconciling.ContainsKey(resource);

    /// <summary>The grain that is the only writer of that object, whatever its kind.</summary>
    public static IObjectGrain ObjectGrain(this IGrainFactory grains, ObjectKey key) =>
        grains.GetGrain<IObjectGrain>(Id(key));

    /// <summary>The grain of an object whose resource <see cref="Reconciles"/>.</summary>
    public static IReconcilingGrain ReconcilingGrain(this IGrainFactory grains, ObjectKey key) =>
        grains.GetGrain<IReconcilingGrain>(Id(key));

    private static GrainId Id(ObjectKey key) => Reconciling.TryGetValue(key.Resource, out var type) || Writing.TryGetValue(key.Resource, out type)
        ? GrainId.Create(type, key.Path)
        : GrainId.Create(Plain, GrainKeys.Plain(key));

    private static FrozenDictionary<GroupResource, GrainType> Types(params GroupResource[] resources) =>
        resources.ToFrozenDictionary(static r => r, static r => GrainType.Create(r.ToString()));
}
