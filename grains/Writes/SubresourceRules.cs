using System.Collections.Frozen;
using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.AutoscalingV1;
using Orleans.Kube.Model.Certificates;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains.Writes;

/// <summary>
/// What a write of the object or of a subresource changes: each rule takes what was sent and the stored object, and gives the stored object
/// with nothing but the subresource's part changed.
/// </summary>
public static class SubresourceRules
{
    public const string Status = "status";
    public const string Scale = "scale";

    private static readonly FrozenDictionary<(GroupResource, string), Func<KubeObject, KubeObject, KubeObject>> Parts =
        new Dictionary<(GroupResource, string), Func<KubeObject, KubeObject, KubeObject>>
        {
            [(Resources.Namespaces, "finalize")] = static (value, old) => Finalize((Namespace)value, (Namespace)old),
            [(Resources.Pods, "ephemeralcontainers")] = static (value, old) => EphemeralContainers((Pod)value, (Pod)old),
            [(Resources.Pods, "resize")] = static (value, old) => Resize((Pod)value, (Pod)old),
            [(new GroupResource("certificates.k8s.io", "certificatesigningrequests"), "approval")] =
                static (value, old) => Approval((CertificateSigningRequest)value, (CertificateSigningRequest)old),
        }.ToFrozenDictionary();

    /// <summary>The record that a write of this subresource sends.</summary>
    public static Type BodyType(ResourceDefinition definition, string subresource) => subresource == Scale ? typeof(Scale) : definition.ObjectType;

    /// <summary>What a patch of this subresource is applied to.</summary>
    public static ApiObject Represent(ResourceDefinition definition, ApiObject stored, string subresource) =>
        subresource == Scale ? ScaleRepresentation.Of(definition, stored) : stored;

    /// <summary>The stored object with the part that was written.</summary>
    /// <exception cref="StatusException">404: the kind has no such subresource.</exception>
    public static KubeObject Merge(WriteTurn turn, KubeObject value, KubeObject old, string subresource)
    {
        var definition = turn.Definition;
        if (subresource.Length == 0) return definition.PrepareForUpdate(value, old);
        if (subresource == Status && definition.HasStatus) return definition.PrepareForStatusUpdate(value, old);
        if (subresource == Scale && definition.Scale is { } access) return access.WithReplicas(old, ((Scale)value).Spec.Replicas);
        if (Parts.TryGetValue((turn.Key.Resource, subresource), out var part)) return part(value, old);
        throw Failures.PathNotFound();
    }

    private static Namespace Finalize(Namespace value, Namespace old) => old with { Spec = old.Spec with { Finalizers = value.Spec.Finalizers } };

    private static Pod EphemeralContainers(Pod value, Pod old) =>
        old with { Spec = old.Spec with { EphemeralContainers = value.Spec.EphemeralContainers } };

    /// <summary>Only the resources of containers that exist may be changed in place.</summary>
    private static Pod Resize(Pod value, Pod old) => old with
    {
        Spec = old.Spec with
        {
            Containers = Resized(value.Spec.Containers, old.Spec.Containers),
            InitContainers = Resized(value.Spec.InitContainers, old.Spec.InitContainers),
        },
    };

    private static IReadOnlyList<Container> Resized(IReadOnlyList<Container> wanted, IReadOnlyList<Container> old) =>
    [
        .. old.Select(container => wanted.FirstOrDefault(w => w.Name == container.Name) is { } change
            ? container with { Resources = change.Resources, ResizePolicy = change.ResizePolicy }
            : container),
    ];

    private static CertificateSigningRequest Approval(CertificateSigningRequest value, CertificateSigningRequest old) =>
        old with { Status = old.Status with { Conditions = value.Status.Conditions } };
}
