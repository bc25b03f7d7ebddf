using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Reviews;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Handlers;

/// <summary>create: gives the object a name if it has none, and has its grain create it.</summary>
public sealed class CreateHandler(GrainWriter writer, ObjectAnswer answer, ReviewRegistry reviews) : IActiveSiloHandler
{
    private const int NameAttempts = 8;

    public async ValueTask HandleAsync(ApiRequest request)
    {
        var definition = request.Definition;
        var context = WriteParameters.Read(request, "CreateOptions");
        var body = await ObjectBody.ReadAsync(request, context);
        if (definition.Virtual)
        {
            await reviews.AnswerAsync(request, body, context);
            return;
        }

        var reply = await CreateAsync(request, body, context);
        Answer.AddWarnings(request.Http, reply.Warnings);
        var created = GrainWriter.Require(reply);
        await answer.WriteAsync(request, created, 201);
    }

    private async ValueTask<ObjectReply> CreateAsync(ApiRequest request, KubeObject body, WriteContext context)
    {
        var meta = body.Metadata;
        if (meta.Name.Length > 0) return await SendAsync(request, body, context);
        if (meta.GenerateName.Length == 0) throw Nameless(request.Definition, body with { Metadata = meta with { Namespace = request.Info.Namespace } });
        for (var attempt = 1; ; attempt++)
        {
            var named = body with { Metadata = meta with { Name = NameGenerator.From(meta.GenerateName) } };
            var reply = await SendAsync(request, named, context);
            if (attempt == NameAttempts || !GrainWriter.IsRefusedAs(reply, StatusReason.AlreadyExists)) return reply;
        }
    }

    /// <summary>No grain is asked about an object without a name: what is wrong with it is told here, all of it.</summary>
    private static StatusException Nameless(ResourceDefinition definition, KubeObject body) =>
        Failures.Invalid(definition.Group, definition.Kind, "", ObjectValidation.OfCreate(definition, definition.PrepareForCreate(definition.Default(body))));

    private async ValueTask<ObjectReply> SendAsync(ApiRequest request, KubeObject body, WriteContext context)
    {
        var definition = request.Definition;
        VersionRules.Check(definition, body, null);
        var key = definition.Key(request.Info.Namespace, body.Metadata.Name);
        return await writer.CreateAsync(key, new CreateRequest(ApiObject.FromContent(key, definition.ToStored(body)), context)).WaitAsync(request.GivenUp);
    }
}
