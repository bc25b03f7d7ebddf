using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>patch: hands the patch to the grain, which applies it to the latest state within its turn.</summary>
public sealed class PatchHandler(GrainWriter writer, ConvertedPatch converted, ObjectAnswer answer) : IActiveSiloHandler
{
    private const string Accepted =
        "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml";

    private const string Plain = "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";

    public async ValueTask HandleAsync(ApiRequest request)
    {
        var kind = Kind(request.Http.Request.ContentType);
        if (kind == PatchKind.StrategicMerge && !request.Definition.MergesStrategically) throw Failures.UnsupportedMediaType(Plain);
        var context = WriteParameters.Read(request, "PatchOptions");
        var force = CheckApply(request, kind);
        var body = await RequestBody.ReadAsync(request.Http.Request, request.Aborted);
        var patch = new PatchRequest(kind, body, request.Info.Subresource, force, context);
        if (kind == PatchKind.Apply) patch = FromYaml(patch);
        var reply = request.Definition.WritesInVersion
            ? await writer.PatchAsync(request.Key, patch).WaitAsync(request.GivenUp)
            : await converted.ApplyAsync(request, patch);
        Answer.AddWarnings(request.Http, reply.Warnings);
        var patched = GrainWriter.Require(reply);
        await answer.WriteAsync(request, patched, reply.Created ? 201 : 200);
    }

    private static PatchRequest FromYaml(PatchRequest patch)
    {
        try
        {
            var json = Yaml.ToJson(patch.Body, out var duplicates);
            var problem = duplicates.Count == 0 ? "" : $"error converting YAML to JSON: yaml: unmarshal errors:\n  {string.Join("\n  ", duplicates)}";
            return patch with { Body = json, YamlProblem = problem };
        }
        catch (StatusException failure)
        {
            throw Failures.BadRequest($"error decoding YAML: {failure.Status.Message}");
        }
    }

    private static PatchKind Kind(string? contentType) => RequestBody.MediaType(contentType) switch
    {
        "application/json-patch+json" => PatchKind.Json,
        "application/merge-patch+json" => PatchKind.Merge,
        "application/strategic-merge-patch+json" => PatchKind.StrategicMerge,
        "application/apply-patch+yaml" => PatchKind.Apply,
        _ => throw Failures.UnsupportedMediaType(Accepted),
    };

    private static bool CheckApply(ApiRequest request, PatchKind kind)
    {
        var force = request.Flag("force");
        if (kind == PatchKind.Apply)
        {
            if (string.IsNullOrEmpty(request.Query("fieldManager")))
                throw WriteParameters.Invalid("PatchOptions", FieldError.Required("fieldManager", "is required for apply patch"));
            return force;
        }

        if (request.Query("force") is not null)
            throw WriteParameters.Invalid("PatchOptions", FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        return false;
    }
}
