using System.ComponentModel;
using System.Diagnostics;

namespace Orleans.Kube.NodeAgent.Routes;

/// <summary>The machine's own programs for its network: <c>ip</c>, <c>bridge</c>, <c>nsenter</c>.</summary>
public static class NetworkCommand
{
    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NetworkCommandException">It is missing, or it failed.</exception>
    public static async Task<string> RunAsync(string program, string arguments, string input = "", CancellationToken cancellationToken = default)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? await output : throw new NetworkCommandException($"{program} {arguments}: {(await error).Trim()}");
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new NetworkCommandException($"cannot run {program}: {e.Message}", e);
        }
    }
}

/// <summary>Why the machine's network could not be changed.</summary>
public sealed class NetworkCommandException(string message, Exception? inner = null) : Exception(message, inner);
