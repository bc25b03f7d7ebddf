using Orleans.Kube.Benchmarks;

IBenchmark[] benchmarks =
[
    .. typeof(IBenchmark).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBenchmark)))
        .Select(type => (IBenchmark)Activator.CreateInstance(type)!)
        .OrderBy(benchmark => benchmark.Name, StringComparer.Ordinal),
];

var chosen = benchmarks.Where(benchmark => args is ["all", ..] || args.FirstOrDefault() == benchmark.Name).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine("bench NAME|all [--quick] [arguments]");
    Array.ForEach(benchmarks, benchmark => Console.Error.WriteLine($"  {benchmark.Name,-12} {benchmark.Summary}"));
    return 2;
}

foreach (var benchmark in chosen)
{
    var context = new BenchmarkContext(args[1..], Console.Out);
    Console.WriteLine($"## {benchmark.Name}: {benchmark.Summary}");
    await benchmark.RunAsync(context);
    context.Print();
    Console.WriteLine();
}

return 0;
