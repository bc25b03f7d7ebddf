using System.Collections.Frozen;
using Orleans.Kube.Controllers;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Grains;

/// <summary>Nothing is created in a namespace that does not exist or is going, and the namespaces the cluster lives in stay.</summary>
public sealed class NamespaceLifecycle : IAdmissionPlugin
{
    private static readonly FrozenSet<string> Immortal = FrozenSet.Create("default", "kube-system", "kube-public");

    public int Order => 0;

    public bool Handles(AdmissionRequest request) => request.Operation switch
    {
        AdmissionOperation.Create => request.Key.Namespace.Length > 0,
        AdmissionOperation.Delete => request.Key.Resource == Resources.Namespaces,
        _ => false,
    };

    public ValueTask<KubeObject> AdmitAsync(AdmissionRequest request, KubeObject value)
    {
        if (request.Operation == AdmissionOperation.Delete) CheckDelete(request);
        else CheckCreate(request, value);
        return ValueTask.FromResult(value);
    }

    private static void CheckDelete(AdmissionRequest request)
    {
        if (Immortal.Contains(request.Key.Name))
            throw Failures.Forbidden(request.Key.Resource, request.Key.Name, "this namespace may not be deleted");
    }

    private static void CheckCreate(AdmissionRequest request, KubeObject value)
    {
        var @namespace = request.View.Find(new ObjectKey(Resources.Namespaces, "", request.Key.Namespace))
            ?? throw Failures.NotFound(Resources.Namespaces, request.Key.Namespace);
        if (!@namespace.Header.IsDeleting) return;

        // What tells of the end of a namespace may still be written there.
        if (request.Definition.ObjectType == typeof(Event)) return;
        throw Terminating(request, value);
    }

    private static StatusException Terminating(AdmissionRequest request, KubeObject value)
    {
        var name = request.Key.Namespace;
        var refusal = Failures.Forbidden(
            request.Key.Resource, value.Metadata.Name, $"unable to create new content in namespace {name} because it is being terminated");
        return new StatusException(refusal.Status with
        {
            Details = refusal.Status.Details! with
            {
                Causes = [new StatusCause { Reason = "NamespaceTerminating", Message = $"namespace {name} is being terminated", Field = "metadata.namespace" }],
            },
        });
    }
}
