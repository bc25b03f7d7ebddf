using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Bootstrap;

namespace Orleans.Kube.Silo.Peers;

/// <summary>
/// Says that this silo lives, and takes that back when it ends. While it is the active one it also keeps what every cluster has, the <c>kubernetes</c>
/// service with the addresses of all that live among it, where pods and agents find them.
/// </summary>
public sealed partial class SiloPresence(
    OwnAddress own, ActiveSilo active, LiveSilos silos, PeerConnection connection, BootstrapObjects bootstrap, TimeProvider time, ILogger<SiloPresence> log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(LiveSilos.Duration / 3);
    private static readonly UserInfo Author = new() { Username = "system:apiserver", Groups = ["system:masters", "system:authenticated"] };

    /// <summary>Goes on until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                if (await SendAsync(HttpMethod.Patch, "?fieldManager=kube-apiserver&force=true", JsonSerializer.SerializeToUtf8Bytes(silos.LeaseOf(own.Url), KubeJson.Options), stopping)) bootstrap.Presence.Reach();
                if (active.IsHere) await bootstrap.KeepAsync(stopping);
            }
            catch (StatusException failure)
            {
                NotWritten(log, failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>Others need not wait for the lease to run out.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(HttpMethod.Delete, "", null, cancellationToken);
        }
        catch (StatusException)
        {
            // Nobody is there to hear it: the lease runs out.
        }
    }

    /// <returns>Whether it was done.</returns>
    private async Task<bool> SendAsync(HttpMethod method, string query, byte[]? body, CancellationToken cancellationToken)
    {
        if (active.Address is not { } address) return false;
        var key = LiveSilos.LeaseKey(own.Url);
        using var request = new HttpRequestMessage(method, new Uri(address, $"/apis/coordination.k8s.io/v1/namespaces/{key.Namespace}/leases/{key.Name}{query}"));
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/apply-patch+yaml") } };
        using var response = await connection.SendAsync(request, Author, cancellationToken);
        if (!response.IsSuccessStatusCode && method != HttpMethod.Delete) NotWritten(log, await response.Content.ReadAsStringAsync(cancellationToken));
        return response.IsSuccessStatusCode;
    }

    [LoggerMessage(60, LogLevel.Warning, "The lease that says that this silo lives could not be written: {Why}")]
    private static partial void NotWritten(ILogger log, string why);
}
