using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Ledger;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Silo.Writes;

/// <summary>Calls object grains for the API server: bounds how long they may take and turns every failure into a Status.</summary>
public sealed partial class GrainWriter(IGrainFactory grains, TimeProvider time, ILogger<GrainWriter> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(34);

    public Task<ObjectReply> CreateAsync(ObjectKey key, CreateRequest request) => GuardAsync(grains.ObjectGrain(key).CreateAsync(request));

    public Task<ObjectReply> ReplaceAsync(ObjectKey key, ReplaceRequest request) => GuardAsync(grains.ObjectGrain(key).ReplaceAsync(request));

    public Task<ObjectReply> PatchAsync(ObjectKey key, PatchRequest request) => GuardAsync(grains.ObjectGrain(key).PatchAsync(request));

    public Task<ObjectReply> DeleteAsync(ObjectKey key, DeleteRequest request) => GuardAsync(grains.ObjectGrain(key).DeleteAsync(request));

    /// <summary>The object of a reply.</summary>
    /// <exception cref="StatusException">The reply is a refusal.</exception>
    public static ApiObject Require(ObjectReply reply)
    {
        if (reply.Failure is null) return reply.Object ?? throw Failures.Internal("a write was answered with neither an object nor a failure");
        throw new StatusException(JsonSerializer.Deserialize<Status>(reply.Failure, KubeJson.Options) ?? throw Failures.Internal("a write was refused without a status"));
    }

    /// <summary>Whether a reply is a refusal with this reason.</summary>
    public static bool IsRefusedAs(ObjectReply reply, string reason) =>
        reply.Failure is not null && JsonSerializer.Deserialize<Status>(reply.Failure, KubeJson.Options)?.Reason == reason;

    private async Task<ObjectReply> GuardAsync(Task<ObjectReply> call)
    {
        try
        {
            return call.IsCompleted ? await call : await call.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            throw Failures.Timeout("Timeout: request did not complete within the allotted timeout", 1);
        }
        catch (LedgerUnavailableException failure)
        {
            throw Unavailable(failure);
        }
        catch (Exception failure) when (failure is LeaseLostException or Orleans.Runtime.SiloUnavailableException)
        {
            throw Unavailable(failure);
        }
    }

    private StatusException Unavailable(Exception failure)
    {
        WriteUnavailable(log, failure);
        return Failures.ServiceUnavailable("the server is currently unable to handle the request: the store does not take writes");
    }

    [LoggerMessage(20, LogLevel.Warning, "A write could not be carried out.")]
    private static partial void WriteUnavailable(ILogger log, Exception failure);
}
