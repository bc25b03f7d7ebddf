using System.ComponentModel;
using System.Diagnostics;

namespace Orleans.Kube.NodeAgent.Programs;

/// <summary>Runs the machine's own programs: <c>ip</c>, <c>iptables</c>, <c>mount</c>, <c>mkfs</c>.</summary>
public static class MachineProgram
{
    /// <summary>How long a program may take that only asks the kernel something or tells it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs a program to its end. One that takes too long, or that nobody waits for any more, is killed with all that it started.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FileNotFoundException">The machine has no such program.</exception>
    /// <exception cref="IOException">It took too long.</exception>
    public static async Task<ProgramResult> RunAsync(string program, IEnumerable<string> arguments, string input, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(limit);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(either.Token), process.StandardError.ReadToEndAsync(either.Token));
            await WriteAsync(process, input, either.Token);
            await process.WaitForExitAsync(either.Token);
            return new ProgramResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException($"{program} took longer than {limit.TotalSeconds:0} seconds");
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw new FileNotFoundException($"cannot run {program}: {e.Message}", program, e);
        }
    }

    /// <summary>A program that ends before it has read all says why with its code.</summary>
    private static async Task WriteAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Its end is seen where it is waited for.
        }
    }
}
