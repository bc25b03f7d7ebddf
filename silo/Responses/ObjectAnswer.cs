using Orleans.Kube.Grains;
using Orleans.Kube.Grains.Writes;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Tables;

namespace Orleans.Kube.Silo.Responses;

/// <summary>Writes one stored object as the whole object, a table of one row or its metadata alone.</summary>
public sealed class ObjectAnswer(ObjectConversion conversion, TimeProvider time)
{
    /// <summary>Writes the object or, where the request is about its scale, that.</summary>
    public ValueTask WriteAsync(ApiRequest request, ApiObject stored, int code) =>
        request.Definition.ServesStoredBytes ? WriteInVersionAsync(request, stored, code) : ConvertAsync(request, stored, code);

    private async ValueTask ConvertAsync(ApiRequest request, ApiObject stored, int code) =>
        await WriteInVersionAsync(request, await conversion.ToVersionAsync(request.Definition, stored), code);

    private ValueTask WriteInVersionAsync(ApiRequest request, ApiObject stored, int code)
    {
        var form = ContentNegotiation.ForObjects(request.Http.Request);
        if (form.OfList) throw Failures.NotInForm($"you requested PartialObjectMetadataList, but the requested object is not a list ({GoTypeName.Of(request)})");
        return request.Info.Subresource == SubresourceRules.Scale
            ? WriteInFormAsync(request, ScaleDefinition.Instance, Scale(request, stored), code, form)
            : WriteInFormAsync(request, request.Definition, stored, code, form);
    }

    private ValueTask WriteInFormAsync(ApiRequest request, ResourceDefinition definition, ApiObject shown, int code, AcceptedForm form)
    {
        var json = Representation.Json(definition, shown);
        switch (form.Shape)
        {
            case AnswerShape.Table:
                var table = new TableWriter(definition, request.IncludeObject(), form.Version, time.GetUtcNow());
                return Answer.WriteAsync(request.Http, code, table.Write([shown], new ListEnvelope(shown.Revision)), form);
            case AnswerShape.PartialMetadata:
                return Answer.WriteAsync(request.Http, code, PartialMetadata.Write(json, form.Version), form);
            default:
                return Answer.WriteAsync(request.Http, code, json, form);
        }
    }

    private static ApiObject Scale(ApiRequest request, ApiObject stored) => request.Definition.Scale is null ? throw Failures.PathNotFound() : ScaleRepresentation.Of(request.Definition, stored);
}
