using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Tests.Validation;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *")]
    [InlineData("*/5 0-12/2 1,15 jan-mar MON-FRI")]
    [InlineData("@daily")]
    [InlineData("@every 1h30m")]
    public void A_schedule_is_one(string schedule) => CronSchedule.Complaint(schedule).ShouldBeNull();

    [Theory]
    [InlineData("* * * *", "expected exactly 5 fields, found 4: [* * * *]")]
    [InlineData("60 * * * *", "end of range (60) above maximum (59): 60")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1")]
    [InlineData("a * * * *", "failed to parse int from a: strconv.Atoi: parsing \"a\": invalid syntax")]
    [InlineData("@sometimes", "unrecognized descriptor: @sometimes")]
    public void Anything_else_is_refused_in_cron_words(string schedule, string expected) => CronSchedule.Complaint(schedule).ShouldBe(expected);
}
