using System.Text.Json.Nodes;
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
        var json = kind == PatchKind.Apply ? FromYaml(request, body, WriteParameters.Validation(context)) : body;
        if (kind == PatchKind.Apply) CheckSubject(request, json);
        var patch = new PatchRequest(kind, json, request.Info.Subresource, force, context);
        var reply = request.Definition.WritesInVersion
            ? await writer.PatchAsync(request.Key, patch).WaitAsync(request.GivenUp)
            : await converted.ApplyAsync(request, patch);
        var patched = GrainWriter.Require(reply);
        Answer.AddWarnings(request.Http, reply.Warnings);
        await answer.WriteAsync(request, patched, reply.Created ? 201 : 200);
    }

    private static byte[] FromYaml(ApiRequest request, byte[] body, FieldValidation validation)
    {
        var json = Yaml.ToJson(body, out var duplicates);
        if (duplicates.Count == 0 || validation == FieldValidation.Ignore) return json;
        var problem = $"error converting YAML to JSON: yaml: unmarshal errors:\n  {string.Join("\n  ", duplicates)}";
        if (validation == FieldValidation.Strict) throw Failures.BadRequest($"error strict decoding YAML: {problem}");
        Answer.AddWarnings(request.Http, [problem]);
        return json;
    }

    /// <summary>A configuration says what it is of, and nothing else than the address.</summary>
    /// <exception cref="StatusException">400: it does not.</exception>
    private static void CheckSubject(ApiRequest request, byte[] json)
    {
        if (JsonNode.Parse(json) is not JsonObject root) return;
        var (apiVersion, kind) = (Text(root["apiVersion"]), Text(root["kind"]));
        if (apiVersion.Length == 0 || kind.Length == 0) throw Failures.BadRequest($"invalid object type: {(apiVersion.Contains('/') ? apiVersion : "/" + apiVersion)}, Kind={kind}");
        var metadata = root["metadata"] as JsonObject;
        if (Text(metadata?["name"]) is { Length: > 0 } name && name != request.Info.Name)
            throw Failures.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Info.Name})");
        if (Text(metadata?["namespace"]) is { Length: > 0 } space && request.Definition.Namespaced && space != request.Info.Namespace)
            throw Failures.BadRequest($"the namespace of the object ({space}) does not match the namespace on the request ({request.Info.Namespace})");

        static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
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
