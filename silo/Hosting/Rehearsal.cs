using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Silo.Metrics;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>
/// Has the runtime compile what requests need before somebody waits for it: on a stage of its own, a second control plane in the same process with
/// a folder and a port that nobody else uses, the ordinary requests are made some hundred times. The stage is gone afterwards, the code stays. The real requests go first.
/// For a process of its own; in somebody else's, this is not ours to do.
/// </summary>
internal sealed partial class Rehearsal(RequestMetrics audience, KubeControlPlaneOptions options, TimeProvider time, ILogger<Rehearsal> log)
{
    /// <summary>How often each request is made: the runtime compiles well what it has seen a hundred times.</summary>
    public int Rounds { get; init; } = 250;

    /// <summary>Connections that are opened: shaking hands is what a first burst of clients waits for.</summary>
    private const int Connections = 8;

    /// <summary>As many requests in a <see cref="Calm"/> are nothing to wait for: nodes report, somebody looks whether the server is there.</summary>
    private const int Few = 20;

    /// <summary>It begins when there was little to do for so long: whoever starts a server to use it at once is not disturbed.</summary>
    public TimeSpan Calm { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>While requests come in, it looks again after so long.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo _stage = new(Path.Combine(options.DataDirectory, "rehearsal"));
    private long _answered;

    /// <summary>Plays until it is through or cancelled. That it fails is no reason for anything else to.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        try
        {
            await CalmAsync(cancellation);
            Clear();
            try
            {
                using var host = Build();
                await host.StartAsync(cancellation);
                await PlayAsync(host.Services, cancellation);
                await host.StopAsync(cancellation);
            }
            finally
            {
                Clear();
            }

            Over(log, (long)time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception failure)
        {
            if (!cancellation.IsCancellationRequested) Failed(log, failure);
        }
    }

    private IHost Build()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddKubeControlPlane(new KubeControlPlaneOptions
        {
            // Nothing of it is kept, so nobody has to wait for the disk.
            DataDirectory = _stage.FullName, ConfigureLedger = static ledger => ledger with { Durable = false }, Port = 0, Bind = IPAddress.Loopback, ShutdownPatience = TimeSpan.Zero,
        });
        return builder.Build();
    }

    private async Task PlayAsync(IServiceProvider stage, CancellationToken cancellation)
    {
        var pair = stage.GetRequiredService<CertificateAuthority>().IssueClient("rehearsal", ["system:masters"], TimeSpan.FromHours(1));
        using var certificate = X509Certificate2.CreateFromPem(pair.CertificatePem, pair.KeyPem);
        using var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        handler.SslOptions.ClientCertificates = [certificate];
        using var http = new HttpClient(handler) { BaseAddress = new Uri(stage.GetRequiredService<ApiListener>().LocalUrl) };

        using var curtain = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] watches = [WatchAsync(http, RehearsalScript.Pods, curtain.Token), WatchAsync(http, RehearsalScript.ConfigMaps, curtain.Token)];
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => SendAsync(http, new RehearsalLine(HttpMethod.Get, "/version"), cancellation)));
        for (var round = 0; round < Rounds; round++)
        {
            await GiveWayAsync(cancellation);
            foreach (var line in RehearsalScript.Round(round)) await SendAsync(http, line, cancellation);
        }

        await curtain.CancelAsync();
        await Task.WhenAll(watches);
    }

    private async Task CalmAsync(CancellationToken cancellation)
    {
        long answered;
        do
        {
            answered = audience.Answered;
            await Task.Delay(Calm, time, cancellation);
        }
        while (audience.Answered - answered > Few);
    }

    private async Task GiveWayAsync(CancellationToken cancellation)
    {
        while (audience.Answered is var answered && answered != _answered)
        {
            _answered = answered;
            await Task.Delay(Courtesy, time, cancellation);
        }
    }

    private static async Task SendAsync(HttpClient http, RehearsalLine line, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(line.Method, line.Path);
        if (line.Body is not null) request.Content = new StringContent(line.Body, Encoding.UTF8, line.ContentType);
        if (line.Accept is not null) request.Headers.TryAddWithoutValidation("Accept", line.Accept);
        using var response = await http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
    }

    private static async Task WatchAsync(HttpClient http, string path, CancellationToken curtain)
    {
        try
        {
            await using var events = await http.GetStreamAsync(new Uri(path + "?watch=true", UriKind.Relative), curtain);
            await events.CopyToAsync(Stream.Null, curtain);
        }
        catch (OperationCanceledException)
        {
            // The curtain has fallen.
        }
    }

    private void Clear()
    {
        if (Directory.Exists(_stage.FullName)) _stage.Delete(recursive: true);
    }

    [LoggerMessage(41, LogLevel.Debug, "What requests need is compiled after {Milliseconds} ms.")]
    private static partial void Over(ILogger log, long milliseconds);

    [LoggerMessage(42, LogLevel.Debug, "What requests need is not compiled ahead.")]
    private static partial void Failed(ILogger log, Exception failure);
}
