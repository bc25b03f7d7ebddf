using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Client;
using Orleans.Kube.Model.ApiExtensions;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;

namespace Orleans.Kube.Samples.Embedded;

/// <summary>Keeps a Deployment and a Service for each <see cref="Website"/>.</summary>
internal sealed partial class WebsiteController(Lazy<KubeClient> client, ILogger<WebsiteController> logger) : BackgroundService
{
    private static readonly WriteOptions Ours = new() { FieldManager = "websites", Force = true };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await client.Value.Of<CustomResourceDefinition>().ApplyAsync(Website.Definition, Ours, stoppingToken);
        var changed = Channel.CreateUnbounded<Website>();
        var websites = new Informer<Website>(client.Value.Of<Website>(Website.Route));
        websites.Changed += change =>
        {
            if (change.Current is { } website) changed.Writer.TryWrite(website);
        };
        _ = websites.RunAsync(stoppingToken);
        await foreach (var website in changed.Reader.ReadAllAsync(stoppingToken)) await KeepAsync(website, stoppingToken);
    }

    private async Task KeepAsync(Website website, CancellationToken stopping)
    {
        try
        {
            await client.Value.Of<Deployment>().ApplyAsync(website.ToDeployment(), Ours, stopping);
            await client.Value.Of<Service>().ApplyAsync(website.ToService(), Ours, stopping);
        }
        catch (StatusException refusal)
        {
            LogRefused(website.Metadata.Name, refusal.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "website {Name}: {Reason}")]
    private partial void LogRefused(string name, string reason);
}
