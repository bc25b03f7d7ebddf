using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Writes;

/// <summary>The object that a client sends, decoded and checked against where it sends it.</summary>
public static class ObjectBody
{
    /// <summary>Reads an object of the request's kind; warnings go to the answer at once.</summary>
    /// <exception cref="StatusException">The body is none (400, 413, 415), or is meant for another namespace.</exception>
    public static async ValueTask<KubeObject> ReadAsync(ApiRequest request, WriteContext context)
    {
        var body = await RequestBody.ReadJsonAsync(request.Http.Request, request.Definition.ObjectType, request.Definition.Kind, request.Aborted);
        var decoded = BodyReader.Read(request.Definition, body.Json, WriteParameters.Validation(context), body.Duplicates);
        Answer.AddWarnings(request.Http, decoded.Warnings);
        return InNamespace(request, decoded.Object);
    }

    /// <summary>Reads an object of another type, as subresources exchange them.</summary>
    /// <exception cref="StatusException">The body is none.</exception>
    public static async ValueTask<KubeObject> ReadAsync(ApiRequest request, Type type, WriteContext context)
    {
        var body = await RequestBody.ReadJsonAsync(request.Http.Request, type, type.Name, request.Aborted);
        var decoded = BodyReader.Read(type, body.Json, WriteParameters.Validation(context), body.Duplicates);
        Answer.AddWarnings(request.Http, decoded.Warnings);
        return InNamespace(request, decoded.Object);
    }

    private static KubeObject InNamespace(ApiRequest request, KubeObject value)
    {
        var wanted = request.Definition.Namespaced ? request.Info.Namespace : "";
        if (value.Metadata.Namespace == wanted) return value;
        if (value.Metadata.Namespace.Length > 0 && request.Definition.Namespaced)
            throw Failures.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        return value with { Metadata = value.Metadata with { Namespace = wanted } };
    }
}
