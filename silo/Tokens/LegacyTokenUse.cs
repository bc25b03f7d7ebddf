using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers.ServiceAccounts;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Silo.Peers;
using Orleans.Kube.Silo.Writes;

namespace Orleans.Kube.Silo.Tokens;

/// <summary>Notes on the secret that holds a token the day on which it was used, so that those that nobody uses can be found.</summary>
public sealed partial class LegacyTokenUse(GrainWriter writer, ActiveSilo active, PeerConnection peers, TimeProvider time, ILogger<LegacyTokenUse> log)
{
    private const string Manager = "kube-apiserver";
    private static readonly UserInfo Self = new() { Username = "system:apiserver", Groups = ["system:masters"] };

    /// <summary>The ConfigMap that says since when uses are noted.</summary>
    public static ConfigMap Tracking(DateTimeOffset now) => new()
    {
        ApiVersion = "v1", Kind = "ConfigMap",
        Metadata = new ObjectMeta { Name = LegacyTokenPlanner.Tracking.Name, Namespace = LegacyTokenPlanner.Tracking.Namespace },
        Data = new Dictionary<string, string> { [LegacyTokenPlanner.Since] = LegacyTokenPlanner.Day(now) },
    };

    /// <summary>One write a day for each token. That it fails is no reason to refuse the token.</summary>
    public async ValueTask NoteAsync(Secret secret)
    {
        var now = time.GetUtcNow();
        var noted = secret.Metadata.Labels.GetValueOrDefault(LegacyTokenPlanner.LastUsed);
        if (noted == LegacyTokenPlanner.Day(now) || noted == LegacyTokenPlanner.Day(now.AddDays(1))) return;
        var patch = LegacyTokenPlanner.Mark(secret, LegacyTokenPlanner.LastUsed, now);
        try
        {
            if (active.IsHere) GrainWriter.Require(await writer.PatchAsync(patch.Key, new PatchRequest(patch.Kind, patch.ToJson(), "", false, WriteContext.System(Manager))));
            else await TellAsync(secret, patch.ToJson());
        }
        catch (StatusException failure)
        {
            NotNoted(log, secret.Metadata.Namespace, secret.Metadata.Name, failure.Message);
        }
    }

    private async Task TellAsync(Secret secret, byte[] patch)
    {
        if (active.Address is not { } address) throw PeerConnection.Unavailable("no control plane is active");
        var path = $"/api/v1/namespaces/{secret.Metadata.Namespace}/secrets/{secret.Metadata.Name}?fieldManager={Manager}";
        using var content = new ByteArrayContent(patch);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/merge-patch+json");
        using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri(address, path)) { Content = content };
        using var response = await peers.SendAsync(request, Self, CancellationToken.None);
        if (!response.IsSuccessStatusCode) throw PeerConnection.Unavailable($"the active control plane answered {(int)response.StatusCode}");
    }

    [LoggerMessage(51, LogLevel.Warning, "The use of the token in secret {Space}/{Name} could not be noted: {Why}")]
    private static partial void NotNoted(ILogger log, string space, string name, string why);
}
