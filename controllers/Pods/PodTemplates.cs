using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers;

/// <summary>Pods made from a template.</summary>
public static class PodTemplates
{
    /// <summary>The longest prefix that leaves room for a suffix within a DNS label.</summary>
    public const int MaxPrefix = 58;

    /// <summary>A pod named <c>owner-xxxxx</c> with the template's labels, annotations, finalizers and spec, controlled by the owner.</summary>
    public static Pod Instantiate(PodTemplateSpec template, string @namespace, OwnerReference owner, IIdSource ids)
    {
        var prefix = owner.Name + "-";
        return Instantiate(template, @namespace, owner, new ObjectMeta { GenerateName = prefix, Name = Generate(prefix, ids) });
    }

    /// <summary>The same, with a name that the caller gives.</summary>
    public static Pod Instantiate(PodTemplateSpec template, string @namespace, OwnerReference owner, string name) =>
        Instantiate(template, @namespace, owner, new ObjectMeta { Name = name });

    /// <summary>Creates the pod and says so in an event.</summary>
    public static ObjectCreation Creation(Pod pod) =>
        ObjectCreation.Of(Resources.Pods, pod) with { Event = PodEvents.Created(pod.Metadata.Name) };

    /// <summary>Deletes the pod and says so in an event.</summary>
    public static ObjectDeletion Deletion(Pod pod) =>
        ObjectDeletion.Of(Resources.Pods, pod) with { Event = PodEvents.Deleted(pod.Metadata.Name) };

    public static string Generate(string prefix, IIdSource ids) => (prefix.Length > MaxPrefix ? prefix[..MaxPrefix] : prefix) + ids.Suffix();

    private static Pod Instantiate(PodTemplateSpec template, string @namespace, OwnerReference owner, ObjectMeta named) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = named with
        {
            Namespace = @namespace,
            Labels = template.Metadata.Labels,
            Annotations = template.Metadata.Annotations,
            Finalizers = template.Metadata.Finalizers,
            OwnerReferences = [owner],
        },
        Spec = template.Spec,
    };
}
