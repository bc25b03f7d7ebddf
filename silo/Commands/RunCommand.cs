using System.CommandLine;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers.PodSecurity;
using Orleans.Kube.Hosting;
using Orleans.Kube.Ledger;
using Orleans.Kube.Silo.Admission;
using Orleans.Kube.Silo.Hosting;

namespace Orleans.Kube.Silo.Commands;

/// <summary><c>silo run</c>: hosts a control plane until it is told to stop.</summary>
internal static class RunCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "HTTPS port of the API server.", DefaultValueFactory = static _ => 6443 };
    private static readonly Option<string> Bind = new("--bind") { Description = "Address to listen on.", DefaultValueFactory = static _ => "0.0.0.0" };
    private static readonly Option<string?> Advertise = new("--advertise") { Description = "Address that the kubernetes service leads to." };
    private static readonly Option<string> Store = new("--store") { Description = "Where objects are kept: sqlite or postgres.", DefaultValueFactory = static _ => "sqlite" };
    private static readonly Option<string?> Connection = new("--connection") { Description = "PostgreSQL connection string, or the path of the SQLite file." };
    private static readonly Option<string[]> Names = new("--server-name") { Description = "Further names or addresses of the server's certificate." };
    private static readonly Option<string?> Admission =
        new("--admission-control-config-file") { Description = "AdmissionConfiguration file with the PodSecurityConfiguration of the cluster." };
    private static readonly Option<LogLevel> Verbosity = new("--log-level") { Description = "Least level that is logged.", DefaultValueFactory = static _ => LogLevel.Information };

    public static Command Create()
    {
        Store.AcceptOnlyFromAmong("sqlite", "postgres");
        var command = new Command("run", "Runs the control plane.") { CommonOptions.Data, Port, Bind, Advertise, Store, Connection, Names, Admission, Verbosity };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(arguments.GetRequiredValue(Bind), out var bind)) return Refuse($"--bind {arguments.GetValue(Bind)} is no address");
        IPAddress? advertise = null;
        if (arguments.GetValue(Advertise) is { } text && !IPAddress.TryParse(text, out advertise)) return Refuse($"--advertise {text} is no address");
        PodSecurityOptions podSecurity;
        try
        {
            podSecurity = arguments.GetValue(Admission) is { } file ? AdmissionControlFile.Read(file) : new PodSecurityOptions();
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Refuse($"--admission-control-config-file {failure.Message}");
        }

        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(arguments.GetValue(Verbosity)).AddFilter("Microsoft", LogLevel.Warning).AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.UseUtcTimestamp = true;
        });
        builder.Services.AddKubeControlPlane(new KubeControlPlaneOptions
        {
            DataDirectory = arguments.GetRequiredValue(CommonOptions.Data),
            Port = arguments.GetValue(Port),
            Bind = bind,
            Advertise = advertise,
            Store = arguments.GetValue(Store) == "postgres" ? LedgerStore.PostgreSql : LedgerStore.Sqlite,
            Connection = arguments.GetValue(Connection),
            PodSecurity = podSecurity,
            ServerNames = arguments.GetValue(Names) ?? [],
        });
        try
        {
            using var host = builder.Build();
            var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
            _ = new IdleMemory(TimeProvider.System).RunAsync(lifetime.ApplicationStopping);
            await host.StartAsync(cancellationToken);
            var rehearsal = ActivatorUtilities.CreateInstance<Rehearsal>(host.Services).RunAsync(lifetime.ApplicationStopping);
            await host.WaitForShutdownAsync(cancellationToken);
            await rehearsal;
            return 0;
        }
        catch (Exception failure) when (failure is IOException or LedgerUnavailableException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The control plane did not start: {failure.Message}");
            return 1;
        }
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 2;
    }
}
