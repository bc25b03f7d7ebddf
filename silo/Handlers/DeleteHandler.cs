using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>delete: answers Success when the object is gone, and the object itself when it is only on its way out.</summary>
public sealed class DeleteHandler(GrainWriter writer, ObjectAnswer answer) : IActiveSiloHandler
{
    public async ValueTask HandleAsync(ApiRequest request)
    {
        var options = await DeleteParameters.ReadAsync(request);
        var context = Context(request, options);
        var reply = await writer.DeleteAsync(request.Key, new DeleteRequest(DeleteParameters.Encode(options), context)).WaitAsync(request.GivenUp);
        Answer.AddWarnings(request.Http, reply.Warnings);
        var last = GrainWriter.Require(reply);
        if (reply.Removed && !request.Definition.ReturnsDeleted) await WriteSuccessAsync(request, last);
        else await answer.WriteAsync(request, last, 200);
    }

    public static WriteContext Context(ApiRequest request, DeleteOptions options) =>
        WriteContext.Of(request.User, "", options.DryRun.Count > 0);

    private static ValueTask WriteSuccessAsync(ApiRequest request, ApiObject last) => Answer.WriteAsync(request.Http, 200, new Status
    {
        ApiVersion = "v1",
        Kind = "Status",
        StatusValue = "Success",
        Details = new StatusDetails
        {
            Name = last.Key.Name, Group = request.Definition.Group, Kind = request.Definition.Plural, Uid = last.Header.Uid,
        },
    }, ContentNegotiation.ForObjects(request.Http.Request) is { Medium: not AnswerMedium.Json } other ? other : AcceptedForm.Json);
}
