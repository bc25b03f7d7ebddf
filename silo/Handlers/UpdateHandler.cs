using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Grains;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.AutoscalingV1;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>update: has the grain replace the object, or the part of it that a subresource stands for.</summary>
public sealed class UpdateHandler(IClusterState cluster, GrainWriter writer, ObjectAnswer answer) : IActiveSiloHandler
{
    public async ValueTask HandleAsync(ApiRequest request)
    {
        var definition = request.Definition;
        var context = WriteParameters.Read(request, "UpdateOptions");
        var isScale = request.Info.Subresource == SubresourceRules.Scale;
        var body = isScale ? await ObjectBody.ReadAsync(request, typeof(Scale), context) : await ObjectBody.ReadAsync(request, context);
        CheckName(request, body);
        await CheckVersionAsync(request, body);
        var key = request.Key;
        if (!definition.WritesInVersion && !isScale) VersionRules.Check(definition, body, Representation.Shown(definition, (await cluster.LatestAsync(request.Aborted)).Find(key)));
        var content = ApiObject.FromContent(key, isScale ? body : definition.ToStored(body));
        var reply = await writer.ReplaceAsync(key, new ReplaceRequest(content, request.Info.Subresource, context)).WaitAsync(request.GivenUp);
        Answer.AddWarnings(request.Http, reply.Warnings);
        var updated = GrainWriter.Require(reply);
        await answer.WriteAsync(request, updated, reply.Created ? 201 : 200);
    }

    private static void CheckName(ApiRequest request, KubeObject body)
    {
        if (body.Metadata.Name.Length == 0) throw Failures.NameUndeterminable(request.Info.Name);
        if (body.Metadata.Name != request.Info.Name)
            throw Failures.BadRequest($"the name of the object ({body.Metadata.Name}) does not match the name on the URL ({request.Info.Name})");
    }

    private async ValueTask CheckVersionAsync(ApiRequest request, KubeObject body)
    {
        var version = body.Metadata.ResourceVersion;
        if (version.Length == 0 && request.Info.Subresource != "scale" && !request.Definition.AllowsUnconditionalUpdate && (await cluster.LatestAsync(request.Aborted)).Find(request.Key) is not null)
            throw Failures.Invalid(request.Definition.Group, request.Definition.Plural, request.Info.Name, [ObjectMetaValidation.MissingResourceVersion]);
    }
}
