using Orleans.Kube.Controllers.CronJobs;

namespace Orleans.Kube.Controllers.Tests.CronJobs;

public class CronScheduleTests
{
    /// <summary>A zone one hour ahead that changes its clock like central Europe, whatever zones the machine has.</summary>
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test", "summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)),
        ]);

    [Theory]
    [InlineData("* * * * *", "2026-01-01T00:00:30Z", "2026-01-01T00:01:00Z")]
    [InlineData("*/15 * * * *", "2026-01-01T00:15:00Z", "2026-01-01T00:30:00Z")]
    [InlineData("5/20 * * * *", "2026-01-01T00:30:00Z", "2026-01-01T00:45:00Z")]
    [InlineData("0 9-17/4 * * MON-FRI", "2026-01-02T17:00:00Z", "2026-01-05T09:00:00Z")]
    [InlineData("0 0 13 * FRI", "2026-01-01T12:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("0 0 29 feb *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("30 4 1,15 * *", "2026-01-01T05:00:00Z", "2026-01-15T04:30:00Z")]
    [InlineData("@hourly", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z")]
    [InlineData("@weekly", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z")]
    [InlineData("@yearly", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@every 1h30m", "2026-01-01T00:00:00Z", "2026-01-01T01:30:00Z")]
    public void The_next_time_is_the_first_that_all_fields_match(string schedule, string after, string next) =>
        CronSchedule.Parse(schedule, TimeZoneInfo.Utc).Next(DateTimeOffset.Parse(after)).ShouldBe(DateTimeOffset.Parse(next));

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 31 4,6 *")]
    public void A_day_that_never_comes_has_no_next_time(string schedule) =>
        CronSchedule.Parse(schedule, TimeZoneInfo.Utc).Next(DateTimeOffset.UnixEpoch).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("x * * * *")]
    [InlineData("@sometimes")]
    [InlineData("@every soon")]
    public void What_is_no_schedule_is_refused(string schedule) => Should.Throw<FormatException>(() => CronSchedule.Parse(schedule, TimeZoneInfo.Utc));

    [Fact]
    public void A_local_time_follows_its_zone_through_the_year()
    {
        var schedule = CronSchedule.Parse("0 9 * * *", Berlin);

        schedule.Next(DateTimeOffset.Parse("2026-01-10T00:00:00Z")).ShouldBe(DateTimeOffset.Parse("2026-01-10T08:00:00Z"));
        schedule.Next(DateTimeOffset.Parse("2026-07-10T00:00:00Z")).ShouldBe(DateTimeOffset.Parse("2026-07-10T07:00:00Z"));
    }

    [Fact]
    public void A_time_that_the_clock_skips_does_not_happen_that_day() =>
        CronSchedule.Parse("30 2 * * *", Berlin).Next(DateTimeOffset.Parse("2026-03-28T12:00:00Z")).ShouldBe(DateTimeOffset.Parse("2026-03-30T00:30:00Z"));

    [Fact]
    public void After_a_long_outage_the_last_missed_time_is_found()
    {
        var now = DateTimeOffset.Parse("2026-06-01T10:07:00Z");

        CronSchedule.Parse("*/5 * * * *", TimeZoneInfo.Utc).Latest(now.AddYears(-3), now).ShouldBe(now.AddMinutes(-2));
        CronSchedule.Parse("0 0 1 1 *", TimeZoneInfo.Utc).Latest(now.AddYears(-3), now).ShouldBe(DateTimeOffset.Parse("2026-01-01T00:00:00Z"));
        CronSchedule.Parse("0 0 1 1 *", TimeZoneInfo.Utc).Latest(now.AddDays(-3), now).ShouldBeNull();
        CronSchedule.Parse("@every 10m", TimeZoneInfo.Utc).Latest(now.AddMinutes(-25), now).ShouldBe(now.AddMinutes(-5));
    }
}
