using Grpc.Core;
using Orleans.Kube.NodeAgent.Plugins.Protocol;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Plugins;

/// <summary>
/// The folder into which plugins of the node put sockets to make themselves known, as kubelet has it (<c>plugins_registry</c>). Who answers there is asked what it is and
/// handed to the handler of its type; it is let go when its socket goes. What fails is tried again, ever more seldom.
/// </summary>
public sealed partial class PluginFolder(string folder, IReadOnlyList<IPluginHandler> handlers, TimeProvider time, ILogger<PluginFolder> logger)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, Plugin> _plugins = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogUnreadable(folder, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Takes on what is new and lets go what is gone.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var found = new HashSet<(string Path, ulong Number)>();
        foreach (var path in Directory.CreateDirectory(folder).EnumerateFiles("*", SearchOption.AllDirectories).Select(static f => f.FullName))
            if (!Path.GetFileName(path).StartsWith('.') && FileFacts.Find(path) is { IsSocket: true } facts) found.Add((path, facts.Number));
        foreach (var (path, plugin) in _plugins.Where(p => !found.Contains((p.Key, p.Value.Number))).ToList()) await LetGoAsync(path, plugin, cancellationToken);
        foreach (var (path, number) in found)
        {
            if (!_plugins.TryGetValue(path, out var plugin)) _plugins[path] = plugin = new(number);
            if (!plugin.IsRegistered && time.GetUtcNow() >= plugin.TryAt) await TakeOnAsync(path, plugin, cancellationToken);
        }
    }

    private async Task TakeOnAsync(string path, Plugin plugin, CancellationToken cancellationToken)
    {
        using var channel = UnixChannel.Open(path);
        var registration = new Registration.RegistrationClient(channel);
        var deadline = DateTime.UtcNow + Patience;
        try
        {
            var info = await registration.GetInfoAsync(new(), deadline: deadline, cancellationToken: cancellationToken);
            try
            {
                var handler = handlers.FirstOrDefault(h => h.Type == info.Type) ?? throw new PluginException($"no handler registered for plugin type: {info.Type} at socket {path}");
                await handler.RegisterAsync(info.Name, info.SupportedVersions, UnixChannel.Path(info.Endpoint.Length > 0 ? info.Endpoint : path), cancellationToken);
                (plugin.Handler, plugin.Name, plugin.IsRegistered) = (handler, info.Name, true);
                LogRegistered(info.Name, path);
            }
            catch (PluginException e)
            {
                await registration.NotifyRegistrationStatusAsync(new() { Error = $"RegisterPlugin error -- plugin registration failed with err: {e.Message}" }, deadline: deadline, cancellationToken: cancellationToken);
                throw;
            }

            await registration.NotifyRegistrationStatusAsync(new() { PluginRegistered = true }, deadline: deadline, cancellationToken: cancellationToken);
        }
        catch (Exception e) when (e is PluginException or RpcException && !cancellationToken.IsCancellationRequested)
        {
            if (plugin.IsRegistered) return;
            plugin.Failed(time.GetUtcNow());
            LogRefused(path, e is RpcException refused ? UnixChannel.Words(refused) : e.Message);
        }
    }

    private async Task LetGoAsync(string path, Plugin plugin, CancellationToken cancellationToken)
    {
        try
        {
            // Where another socket of the same plugin is there, it has not gone.
            var isElsewhere = _plugins.Any(p => p.Key != path && p.Value.IsRegistered && p.Value.Name == plugin.Name && p.Value.Handler == plugin.Handler);
            if (plugin.IsRegistered && !isElsewhere) await plugin.Handler!.UnregisterAsync(plugin.Name, cancellationToken);
            _plugins.Remove(path);
        }
        catch (PluginException e)
        {
            LogRefused(path, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "the plugin {name} has registered at {socket}")]
    private partial void LogRegistered(string name, string socket);

    [LoggerMessage(LogLevel.Warning, "the plugin at {socket}: {reason}")]
    private partial void LogRefused(string socket, string reason);

    [LoggerMessage(LogLevel.Warning, "plugins are not looked for in {folder}: {reason}")]
    private partial void LogUnreadable(string folder, string reason);

    private sealed class Plugin(ulong number)
    {
        private TimeSpan _wait = Period;

        /// <summary>The socket's number on its disk: one that was made anew has another.</summary>
        public ulong Number => number;

        public IPluginHandler? Handler { get; set; }

        public string Name { get; set; } = "";

        public bool IsRegistered { get; set; }

        public DateTimeOffset TryAt { get; private set; }

        public void Failed(DateTimeOffset now) => (TryAt, _wait) = (now + _wait, _wait * 2 < LongestWait ? _wait * 2 : LongestWait);
    }
}
