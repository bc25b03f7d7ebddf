using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Policy;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Admission;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>A POST that acts on a pod: to its <c>binding</c> or <c>eviction</c>, or to <c>bindings</c>, where the body says which pod.</summary>
public sealed class ActionHandler(GrainWriter writer, IClusterState state, SubresourceAdmission admission) : ISubresourceHandler, IActiveSiloHandler
{
    private static readonly GroupResource Pods = new("", "pods");
    private static readonly GroupResource Bindings = new("", "bindings");

    public IReadOnlyList<(GroupResource Resource, string Subresource)> Serves { get; } = [(Pods, "binding"), (Pods, "eviction"), (Bindings, "")];

    public async ValueTask HandleAsync(ApiRequest request)
    {
        var info = request.Info;
        if (info.Verb != "create") throw Failures.MethodNotAllowed();
        var context = WriteParameters.Read(request, "CreateOptions");
        var isEviction = info.Subresource == "eviction";
        var body = await ObjectBody.ReadAsync(request, isEviction ? typeof(Eviction) : typeof(Binding), context);
        if (body is Eviction { DeleteOptions: { } options }) context = DryRun(context, options);
        if (info.IsNamed && body.Metadata.Name != info.Name) throw Failures.BadRequest($"name in URL does not match name in {(isEviction ? "Eviction" : "Binding")} object");
        var named = body with { Metadata = body.Metadata with { Namespace = info.Namespace } };
        var key = new ObjectKey(Pods, info.Namespace, body.Metadata.Name);
        var view = await state.LatestAsync(request.Aborted);
        if (view.Find(key)?.As<Pod>() is { } pod) await admission.ActAsync(request, view, pod, named, context);
        var reply = await writer.ReplaceAsync(key, new ReplaceRequest(ApiObject.FromContent(key, named), isEviction ? "eviction" : "binding", context)).WaitAsync(request.GivenUp);
        Answer.AddWarnings(request.Http, reply.Warnings);
        GrainWriter.Require(reply);
        await Answer.WriteAsync(request.Http, 201, Success, ContentNegotiation.ForDocuments(request.Http.Request));
    }

    /// <summary>An eviction says in its body, as kubectl does, or in its query that it is only tried.</summary>
    private static WriteContext DryRun(WriteContext context, DeleteOptions options)
    {
        DeleteParameters.Check(options);
        return options.DryRun.Count > 0 ? context with { DryRun = true } : context;
    }

    private static Status Success { get; } = new() { ApiVersion = "v1", Kind = "Status", StatusValue = "Success", Code = 201 };
}
